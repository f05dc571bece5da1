import Matrices
import TestSupport
import Testing

@testable import Embedding

@Suite("Late interaction")
struct LateInteractionTests {
    private func rows(_ count: Int, width: Int, seed: UInt64) -> VectorRows {
        var generator = SeededGenerator(seed: seed)
        return VectorRows(
            dimension: width, values: (0..<count * width).map { _ in Float.random(in: -1...1, using: &generator) })
    }

    private func cosine(_ left: ArraySlice<Float>, _ right: ArraySlice<Float>) -> Double {
        func product(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
            zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }
        return product(left, right) / (product(left, left) * product(right, right)).squareRoot()
    }

    @Test("scores are a textbook's mean of maxima", arguments: [5, 16, 30, 384])
    func oracle(width: Int) {
        let (query, passage) = (rows(6, width: width, seed: 1), rows(9, width: width, seed: 2))
        let expected = (1..<5).map { token in
            (0..<9).map { cosine(query[token], passage[$0]) }.max() ?? .nan
        }
        let found = UnitTokens(query, leavingOutEnds: true)
            .meanOfMaxima(over: UnitTokens(passage, leavingOutEnds: false))
        #expect(abs(Double(found) - expected.reduce(0, +) / 4) < 1e-5)
    }

    @Test("a passage that is the query has the best score, and what lies beyond the limit counts for nothing")
    func scores() async throws {
        let model = TinyModel()
        let encoder = try model.opened { try LocalEncoder(path: $0, precision: .exact, threads: 1) }
        let reranker = LateInteraction(encoder, passageTokens: 8)
        let query = "the server is building"
        let scores = try await reranker.scores(
            query: query,
            passages: ["error 42", query, "", "error error error error error error the server is building"]
        )
        #expect(scores.count == 4)
        #expect(abs(scores[1] - 1) < 1e-4)
        #expect(scores.indices.max { scores[$0] < scores[$1] } == 1)
        let cut = try await reranker.scores(query: query, passages: ["error error error error error error"])
        #expect(abs(scores[3] - cut[0]) < 1e-5)
        #expect(try await reranker.scores(query: query, passages: []).isEmpty)
    }
}
