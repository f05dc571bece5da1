import Testing

@testable import VectorEngine

/// What every engine's graphs of nearest records must be.
struct NeighbourConformance {
    let collection: any VectorCollection
    let model: ModelCollection
    /// Whose records ask, too.
    let other: any VectorCollection
    let otherModel: ModelCollection

    func check() async throws {
        try await checkGraph()
        try await checkJoin()
        try await checkWords()
        await #expect(throws: EngineError.self) {
            try await collection.neighbours(of: nil, by: "nothing", count: 3, recall: 1) { _, _ in }
        }
        await #expect(throws: EngineError.self) {
            try await collection.neighbours(NeighbourRequest(by: "vector", words: "weights")) { _, _ in }
        }
    }

    private func checkGraph() async throws {
        var asked: [RecordKey] = []
        try await collection.neighbours(of: nil, by: "vector", count: 4, recall: 1) { key, nearest in
            asked.append(key)
            compare(nearest, try scores(of: key, in: model).filter { $0.key != key }, 4)
        }
        #expect(asked.sorted() == model.records.keys.sorted())
    }

    private func checkJoin() async throws {
        var asked: [RecordKey] = []
        try await collection.neighbours(of: other, by: "vector", count: 5, recall: 1) { key, nearest in
            asked.append(key)
            compare(nearest, try scores(of: key, in: otherModel), 5)
        }
        #expect(asked.sorted() == otherModel.records.keys.sorted())
    }

    /// Fused as the lists of two searches would be.
    private func checkWords() async throws {
        var asked = 0
        var request = NeighbourRequest(by: "vector", count: 3, words: "words")
        request.recall = 1
        request.fusion = .weighted([1, 0])
        let graph = request
        request.fusion = .weighted([0, 1])
        var byWords: [RecordKey: [HybridHit]] = [:]
        try await collection.neighbours(request) { byWords[$0] = $1 }
        try await collection.neighbours(graph) { key, nearest in
            asked += 1
            #expect(!nearest.contains { $0.key == key } && nearest.count == min(3, model.records.count - 1))
            let scores = try scores(of: key, in: model).filter { $0.key != key }
            #expect(nearest.first.flatMap { scores[$0.key] } ?? 0 >= (scores.values.max() ?? 0) - 1e-3)
            guard case .string(let text)? = model.records[key]?.fields["text"] else { return }
            let said = model.textScores("text", text, BM25()).filter { $0.key != key }
            let spoken = byWords[key]?.first?.key
            #expect(said.isEmpty || abs((spoken.flatMap { said[$0] } ?? 0) - (said.values.max() ?? 0)) < 1e-3)
        }
        #expect(asked == model.records.count)
    }

    private func scores(of key: RecordKey, in asking: ModelCollection) throws -> [RecordKey: Double] {
        model.denseScores("vector", try #require(asking.records[key]?.vectors["vector"]))
    }

    private func compare(_ nearest: [Hit], _ scores: [RecordKey: Double], _ count: Int) {
        let isDistance = model.schema.dense[0].metric == .euclidean
        let best = scores.values.sorted(by: >).prefix(count)
        #expect(nearest.count == best.count && Set(nearest.map(\.key)).count == nearest.count)
        for (hit, expected) in zip(nearest, best) {
            let score = Double(isDistance ? -hit.score : hit.score)
            #expect(abs(score - expected) <= 1e-3 * max(1, abs(expected)))
            #expect(abs((scores[hit.key] ?? .infinity) - expected) <= 1e-3 * max(1, abs(expected)))
        }
    }
}
