import TestSupport

@testable import VectorEngine

/// Seeded records and batches for collections of one schema.
struct CollectionScript {
    var random: SeededGenerator

    static let channels = ["help", "general", "dev", "off-topic"]
    // Neither stemmed nor split by the analyser.
    static let words = (0..<60).map { "w\($0)x" }

    static func schema(keyType: KeyType, metric: Metric, index: DenseIndexKind = .auto) -> CollectionSchema {
        CollectionSchema(
            "passages", keyType: keyType, dense: [DenseField("vector", dimension: 24, metric: metric, index: index)],
            sparse: [
                SparseField("words", .text(field: "text", BM25(), AnalyserOptions(.standard))),
                SparseField("weights", .vectors),
            ],
            scalars: [
                ScalarField("text", .string), ScalarField("channel", .string), ScalarField("time", .timestamp),
                ScalarField("votes", .int64, isNullable: true), ScalarField("tags", .array(.string)),
            ], hasDynamicField: true, partitionKey: "channel")
    }

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    func key(_ number: Int, _ type: KeyType) -> RecordKey {
        type == .int64 ? .int(Int64(number) - 50) : .string("key \(number)")
    }

    mutating func vector() -> [Float] {
        (0..<24).map { _ in Float.random(in: -1...1, using: &random) }
    }

    mutating func text() -> String {
        let count = Int.random(in: 0...12, using: &random)
        // Some words are frequent, most are rare.
        return (0..<count).map { _ in
            let number = Double.random(in: 0..<1, using: &random)
            return Self.words[Int(number * number * Double(Self.words.count))]
        }.joined(separator: " ")
    }

    mutating func sparseVector() -> [SparseElement] {
        let indexes = Set(
            (0..<Int.random(in: 0...6, using: &random)).map { _ in UInt32.random(in: 0..<40, using: &random) })
        return indexes.sorted().map { SparseElement(index: $0, weight: Float.random(in: -1...2, using: &random)) }
    }

    mutating func record(_ key: RecordKey) -> Record {
        var fields: [String: FieldValue] = [
            "text": .string(text()), "channel": .string(Self.channels.randomElement(using: &random) ?? ""),
            "time": .timestamp(Int64.random(in: 0..<1000, using: &random)),
            "tags": .array(Self.channels.filter { _ in Bool.random(using: &random) }.map(FieldValue.string)),
        ]
        if Bool.random(using: &random) { fields["votes"] = .int(Int64.random(in: -5...5, using: &random)) }
        if Bool.random(using: &random) { fields["extra"] = .int(Int64.random(in: 0...3, using: &random)) }
        return Record(key, vectors: ["vector": vector()], sparseVectors: ["weights": sparseVector()], fields: fields)
    }

    /// Records of which some replace others, and some stand twice.
    mutating func batch(upTo count: Int, keys: Int, _ type: KeyType) -> [Record] {
        (0..<Int.random(in: 1...count, using: &random)).map { _ in
            record(key(Int.random(in: 0..<keys, using: &random), type))
        }
    }

    mutating func number(_ range: Range<Int>) -> Int {
        Int.random(in: range, using: &random)
    }
}
