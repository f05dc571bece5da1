import Glibc
import Matrices
import TestSupport
import Testing

@testable import Embedding

@Suite("Cross-encoders")
struct CrossEncoderTests {
    static let passages = [
        "", "the", "the server is building", "error 42: build failed!", String(repeating: "server error ", count: 20),
    ]
    static let queries = ["", "how?", String(repeating: "how is the build ", count: 20)]

    static let models = [
        TinyModel(purpose: .scores),
        TinyModel(
            purpose: .scores, hiddenSize: 30, layerCount: 3, headCount: 3, intermediateSize: 53, activation: "relu",
            prefix: "bert."),
        TinyModel(
            purpose: .scores, hiddenSize: 24, headCount: 2, intermediateSize: 40, maximumTokens: 20,
            activation: "gelu_new", weights: .f16),
    ]

    /// The oracle's reader of pairs.
    private struct Pairs {
        let limit: Int
        let tokeniser: WordPieceTokeniser
        let oracle: NaiveTransformer

        init(_ model: TinyModel) throws {
            limit = model.maximumTokens
            tokeniser = try model.opened {
                try LocalModel(path: $0, precision: .exact, threads: 1, processor: .here).tokeniser
            }
            oracle = NaiveTransformer(model)
        }

        /// - Parameter second: the segment of what stands behind the first `[SEP]`.
        func logit(_ query: String, _ passage: String, second: Int32 = 1) throws -> Double {
            var buffer = TokenBuffer()
            tokeniser.append(query, passage, limit: limit, to: &buffer)
            let separator = try #require(buffer.ids.firstIndex(of: 3))
            return oracle.logit(
                of: buffer.ids, segments: buffer.ids.indices.map { $0 <= separator ? 0 : second })
        }
    }

    @Test("scores are those of a textbook, and near them in half and fast", arguments: models.indices)
    func oracle(number: Int) async throws {
        let model = Self.models[number]
        let pairs = try Pairs(model)
        let expected = try Self.queries.map { query in
            try Self.passages.map { 1 / (1 + exp(-(try pairs.logit(query, $0)))) }
        }
        for (precision, tolerance) in [(Precision.exact, 1e-4), (.half, 0.01), (.fast, 0.05)] {
            let encoder = try model.opened { try CrossEncoder(path: $0, precision: precision, threads: 1) }
            for (query, expected) in zip(Self.queries, expected) {
                let scores = try await encoder.scores(of: Self.passages, for: query)
                try #require(scores.count == expected.count)
                for (score, expected) in zip(scores, expected) {
                    #expect(abs(Double(score) - expected) < tolerance, "\(precision), \(query.prefix(20))")
                }
            }
        }
    }

    @Test("a model that says so gives its output as it is")
    func logits() async throws {
        let model = TinyModel(purpose: .scores)
        let identity = #""sentence_transformers": {"activation_fn": "torch.nn.modules.linear.Identity"}, "#
        let encoder = try model.opened {
            try $0.replace(#""model_type""#, by: identity + #""model_type""#, in: "config.json")
        } by: {
            try CrossEncoder(path: $0, precision: .exact, threads: 1)
        }
        let scores = try await encoder.scores(of: ["the error"], for: "how")
        #expect(abs(Double(scores[0]) - (try Pairs(model).logit("how", "the error"))) < 1e-4)
    }

    @Test("the segments of a pair count")
    func segments() throws {
        let pairs = try Pairs(TinyModel(purpose: .scores))
        let difference = try pairs.logit("how", "the error") - pairs.logit("how", "the error", second: 0)
        #expect(abs(difference) > 0.01)
    }

    @Test("neither other passages nor threads change a score", arguments: Precision.allCases)
    func composition(precision: Precision) async throws {
        let model = TinyModel(purpose: .scores, hiddenSize: 36)
        let encoders = try [1, 2].map { threads in
            try model.opened { try CrossEncoder(path: $0, precision: precision, threads: threads) }
        }
        let passages = TinyTexts.many(60, seed: 31)
        let scores = try await encoders[0].scores(of: passages, for: "how")
        #expect(try await encoders[1].scores(of: passages, for: "how") == scores)
        for (passage, score) in zip(passages, scores) {
            #expect(try await encoders[0].scores(of: [passage], for: "how") == [score])
        }
        #expect(try await encoders[0].scores(of: [], for: "how").isEmpty)
    }
}
