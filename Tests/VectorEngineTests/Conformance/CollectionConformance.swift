import Testing

@testable import VectorEngine

/// What every engine's collection must do, whatever it was made of and however it was reopened.
struct CollectionConformance {
    let collection: any VectorCollection
    let model: ModelCollection
    var script: CollectionScript

    /// Asks everything, and compares each answer with the model's.
    mutating func check() async throws {
        #expect(try await collection.count(nil) == model.records.count)
        try await checkRecords()
        try await checkFilters()
        for _ in 0..<3 {
            try await checkDense()
            try await checkWords()
            try await checkSparse()
        }
        try await checkGroups()
        try await checkLikeness()
        try await checkHybrid()
    }

    private func checkRecords() async throws {
        let known = model.records.keys.sorted()
        let asked = Array(known.prefix(5)) + [script.key(1_000_000, model.schema.keyType)] + Array(known.suffix(3))
        let found = try await collection.get(asked, fields: ["text", "channel", "votes"])
        #expect(found.map(\.key) == asked.filter { model.records[$0] != nil })
        for record in found {
            let expected = model.records[record.key]?.fields
            #expect(record.fields["text"] == expected?["text"] && record.fields["channel"] == expected?["channel"])
            #expect(record.fields["votes"] == expected?["votes"] ?? .null)
        }
    }

    private func checkFilters() async throws {
        for (filter, isWanted) in Self.filters {
            let keys = model.keys(where: isWanted)
            let found = try await collection.query(filter, fields: [], limit: 7, offset: 2)
            #expect(found.map(\.key) == Array(keys.dropFirst(2).prefix(7)), "\(filter.text)")
            #expect(try await collection.count(filter) == keys.count, "\(filter.text)")
        }
    }

    private mutating func checkDense() async throws {
        let vector = script.vector()
        let scores = model.denseScores("vector", vector)
        var request = SearchRequest(.dense(field: "vector", vector), limit: 6)
        request.effort = .exhaustive
        request.output = ["channel"]
        try await compare(request, scores)
        for (filter, isWanted) in Self.filters {
            request.filter = filter
            let wanted = Set(model.keys(where: isWanted))
            try await compare(request, scores.filter { wanted.contains($0.key) })
        }
        try await checkRange(vector, scores)
        request.filter = nil
        request.offset = 3
        request.keys = model.records.keys.sorted().enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
        let chosen = Set(request.keys ?? [])
        try await compare(request, scores.filter { chosen.contains($0.key) })
    }

    private func checkRange(_ vector: [Float], _ scores: [RecordKey: Double]) async throws {
        let isDistance = model.schema.dense[0].metric == .euclidean
        let sorted = scores.values.sorted(by: >)
        guard sorted.count > 20 else { return }
        // Between two scores, so that rounding decides nothing.
        let (nearest, farthest) = ((sorted[2] + sorted[3]) / 2, (sorted[14] + sorted[15]) / 2)
        var request = SearchRequest(.dense(field: "vector", vector), limit: 100)
        request.effort = .exhaustive
        request.range = ScoreRange(
            radius: Float(isDistance ? -farthest : farthest), nearest: Float(isDistance ? -nearest : nearest))
        try await compare(request, scores.filter { $0.value > farthest && $0.value <= nearest })
    }

    private mutating func checkWords() async throws {
        let text = script.text()
        let scores = model.textScores("text", text, BM25())
        try await compare(SearchRequest(.text(field: "words", text), limit: 8), scores)
        var request = SearchRequest(.text(field: "words", text), limit: 8)
        request.filter = FilterText("votes >= 0")
        let wanted = Set(model.keys { $0.votes.map { $0 >= 0 } ?? false })
        try await compare(request, scores.filter { wanted.contains($0.key) })
    }

    private mutating func checkSparse() async throws {
        let vector = script.sparseVector()
        // Rows that score below nothing are as good as those that share nothing with the query.
        let scores = model.sparseScores("weights", vector)
        try await compare(SearchRequest(.sparse(field: "weights", vector), limit: 8), scores)
    }

    private mutating func checkGroups() async throws {
        let vector = script.vector()
        var request = SearchRequest(.dense(field: "vector", vector), limit: 3)
        request.effort = .exhaustive
        request.grouping = Grouping(by: "channel", size: 2)
        let hits = try await collection.search(request)
        let scores = model.denseScores("vector", vector)
        var groups: [FieldValue: [RecordKey]] = [:]
        for (key, _) in scores.sorted(by: { $0.value > $1.value }) {
            groups[model.records[key]?.fields["channel"] ?? .null, default: []].append(key)
        }
        let expected = groups.values.map { $0.prefix(2) }.sorted {
            scores[$0[$0.startIndex]] ?? 0 > scores[$1[$1.startIndex]] ?? 0
        }
        #expect(hits.map(\.key) == expected.prefix(3).flatMap(\.self))
    }

    private func checkLikeness() async throws {
        guard let record = model.records.values.min(by: { $0.key < $1.key }), let vector = record.vectors["vector"]
        else {
            return
        }
        var request = SearchRequest(.like(record.key, field: "vector"), limit: 5)
        request.effort = .exhaustive
        try await compare(request, model.denseScores("vector", vector).filter { $0.key != record.key })
    }

    private mutating func checkHybrid() async throws {
        let (vector, text) = (script.vector(), script.text())
        var dense = SearchRequest(.dense(field: "vector", vector), limit: 20)
        dense.effort = .exhaustive
        dense.filter = FilterText("time < 800")
        let sparse = SearchRequest(.text(field: "words", text), limit: 15)
        let lists = try await collection.search([dense, sparse]).map { $0.map(\.key) }
        var scores: [RecordKey: Double] = [:]
        for list in lists { for (rank, key) in list.enumerated() { scores[key, default: 0] += 1 / Double(61 + rank) } }
        var request = HybridRequest([dense, sparse], limit: 12)
        request.output = ["channel"]
        let hits = try await collection.search(request)
        let best = scores.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.prefix(12)
        #expect(hits.map(\.key) == best.map(\.key))
        for hit in hits {
            #expect(abs(hit.score - (scores[hit.key] ?? 0)) < 1e-9)
            #expect(hit.contributions.map(\.rank) == lists.map { $0.firstIndex(of: hit.key).map { $0 + 1 } })
            #expect(hit.fields["channel"] == model.records[hit.key]?.fields["channel"])
        }
        request.grouping = Grouping(by: "channel")
        let channels = try await collection.search(request).map { $0.fields["channel"] }
        #expect(Set(channels).count == channels.count)
    }

    /// The hits must be the best by the model's scores. Where scores are as good as equal, any of them will do.
    private func compare(_ request: SearchRequest, _ scores: [RecordKey: Double]) async throws {
        let hits = try await collection.search(request)
        let isDistance = request.query.field == "vector" && model.schema.dense[0].metric == .euclidean
        let best = scores.values.sorted(by: >).dropFirst(request.offset).prefix(request.limit)
        #expect(hits.count == best.count)
        #expect(Set(hits.map(\.key)).count == hits.count)
        for (hit, expected) in zip(hits, best) {
            let score = Double(isDistance ? -hit.score : hit.score)
            let tolerance = 1e-4 * max(1, abs(expected))
            #expect(abs(score - expected) <= tolerance, "\(request.query.field)")
            #expect(abs((scores[hit.key] ?? .infinity) - expected) <= tolerance, "\(hit.key)")
            for name in request.output { #expect(hit.fields[name] == model.records[hit.key]?.fields[name]) }
        }
    }

    /// Filters, and what they mean.
    private static let filters: [(FilterText, @Sendable (Record) -> Bool)] = [
        (FilterText("channel == \"help\""), { $0.fields["channel"] == .string("help") }),
        (
            FilterText(
                "channel in {names} and time < 500", values: ["names": .array([.string("dev"), .string("help")])]),
            { [.string("dev"), .string("help")].contains($0.fields["channel"]) && $0.time < 500 }
        ),
        (FilterText("votes is null or votes > 3"), { $0.votes.map { $0 > 3 } ?? true }),
        (FilterText("not (votes > 3)"), { $0.votes.map { $0 <= 3 } ?? false }),
        (FilterText("array_contains(tags, \"dev\")"), { $0.tags.contains(.string("dev")) }),
        (FilterText("extra == 2"), { $0.fields["extra"] == .int(2) }),
        (FilterText("time < 20 or time >= 990"), { $0.time < 20 || $0.time >= 990 }),
    ]
}

extension Record {
    fileprivate var votes: Int64? {
        if case .int(let votes) = fields["votes"] { votes } else { nil }
    }

    fileprivate var time: Int64 {
        if case .timestamp(let time) = fields["time"] { time } else { 0 }
    }

    fileprivate var tags: [FieldValue] {
        if case .array(let tags) = fields["tags"] { tags } else { [] }
    }
}
