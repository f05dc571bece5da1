@testable import VectorEngine

/// What a collection must be: records in a dictionary, every question answered by looking at all of them.
struct ModelCollection {
    let schema: CollectionSchema
    private(set) var records: [RecordKey: Record] = [:]

    init(_ schema: CollectionSchema) {
        self.schema = schema
    }

    mutating func upsert(_ batch: [Record]) {
        for record in batch { records[record.key] = record }
    }

    mutating func delete(_ keys: some Sequence<RecordKey>) {
        for key in keys { records[key] = nil }
    }

    func keys(where isWanted: (Record) -> Bool) -> [RecordKey] {
        records.values.filter { isWanted($0) }.map(\.key).sorted()
    }

    /// How near each record is by a dense field. The larger the nearer.
    func denseScores(_ name: String, _ vector: [Float]) -> [RecordKey: Double] {
        let metric = schema.dense.first { $0.name == name }?.metric ?? .cosine
        return records.mapValues { record in
            let numbers = zip(record.vectors[name] ?? [], vector).map { (Double($0), Double($1)) }
            let product = numbers.reduce(0) { $0 + $1.0 * $1.1 }
            return switch metric {
            case .innerProduct: product
            case .euclidean: -numbers.reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            case .cosine:
                product / numbers.reduce(0) { $0 + $1.0 * $1.0 }.squareRoot()
                    / numbers.reduce(0) { $0 + $1.1 * $1.1 }.squareRoot()
            }
        }
    }

    /// BM25 of each record that has a word of the text, by the formula.
    func textScores(_ field: String, _ text: String, _ parameters: BM25) -> [RecordKey: Double] {
        let words = records.mapValues { record -> [String: Int] in
            guard case .string(let text) = record.fields[field] else { return [:] }
            return Self.counts(text)
        }
        let average = Double(words.values.reduce(0) { $0 + $1.values.reduce(0, +) }) / Double(max(1, words.count))
        var scores: [RecordKey: Double] = [:]
        for (term, asked) in Self.counts(text) {
            let having = words.filter { $0.value[term] != nil }
            let frequency = Double(having.count)
            let weight = BM25.inverseFrequency(rows: words.count, frequency: Int(frequency))
            for (key, counts) in having {
                let count = Double(counts[term] ?? 0)
                let length = Double(counts.values.reduce(0, +))
                let norm = parameters.k1 * (1 - parameters.b + parameters.b * length / average)
                scores[key, default: 0] +=
                    Double(asked) * weight * count * (parameters.k1 + 1) / (count + norm)
            }
        }
        return scores
    }

    func sparseScores(_ name: String, _ vector: [SparseElement]) -> [RecordKey: Double] {
        let wanted = Dictionary(uniqueKeysWithValues: vector.map { ($0.index, Double($0.weight)) })
        return records.compactMapValues { record in
            let shared = (record.sparseVectors[name] ?? []).filter { $0.weight != 0 && (wanted[$0.index] ?? 0) != 0 }
            return shared.isEmpty ? nil : shared.reduce(0) { $0 + Double($1.weight) * (wanted[$1.index] ?? 0) }
        }
    }

    /// Texts of the tests are words that are their own terms.
    private static func counts(_ text: String) -> [String: Int] {
        text.split(separator: " ").reduce(into: [:]) { $0[String($1), default: 0] += 1 }
    }
}
