import Matrices
import Testing

@testable import Embedding

@Suite("Local encoders")
struct LocalEncoderTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let model: TinyModel

        init(_ id: String, _ model: TinyModel) {
            testDescription = id
            self.model = model
        }
    }

    static let shapes = [
        Shape("gelu, mean, normalised", TinyModel()),
        Shape(
            "gelu_new, first token, as it is, sizes of 30 and 53",
            TinyModel(
                purpose: .vectors(pooling: "cls_token", isNormalized: false), hiddenSize: 30, layerCount: 3,
                headCount: 3,
                intermediateSize: 53, activation: "gelu_new")),
        Shape(
            "relu, mean, as it is, heads of 5",
            TinyModel(
                purpose: .vectors(pooling: "mean_tokens", isNormalized: false), hiddenSize: 35, headCount: 7,
                intermediateSize: 21, activation: "relu")),
        Shape("one head of 72", TinyModel(hiddenSize: 72, layerCount: 1, headCount: 1, intermediateSize: 130)),
        Shape(
            "first token, normalised, f16 weights",
            TinyModel(
                purpose: .vectors(pooling: "cls_token", isNormalized: true), hiddenSize: 24, headCount: 2, weights: .f16
            )),
        Shape("bf16 weights below a prefix", TinyModel(hiddenSize: 40, prefix: "bert.", weights: .bf16)),
    ]

    static let processors = Array(Set([Processor.here, .here.intersection(.avx2), []]))

    private func encoder(
        _ model: TinyModel = TinyModel(), _ precision: Precision = .exact, threads: Int = 1,
        _ processor: Processor = .here
    ) throws -> LocalEncoder {
        try model.opened { try LocalEncoder(path: $0, precision: precision, threads: threads, processor: processor) }
    }

    /// The tokens of each text, its role's prefix before it.
    private func tokens(_ texts: [String], of model: TinyModel, as role: TextRole = .passage) throws -> [[Int32]] {
        let local = try model.opened { try LocalModel(path: $0, precision: .exact, threads: 1, processor: .here) }
        let batch = local.sequences(of: texts[...], as: role)
        return batch.indices.map { Array(batch.ids[batch.tokens(of: $0)]) }
    }

    private func worstDifference(_ found: some Sequence<Float>, _ expected: some Sequence<Double>) -> Double {
        zip(found, expected).map { abs(Double($0) - $1) / max(1, abs($1)) }.max() ?? .infinity
    }

    @Test("vectors are those of a textbook, on every processor", arguments: shapes)
    func oracle(_ shape: Shape) async throws {
        let oracle = NaiveTransformer(shape.model)
        let expected = try tokens(TinyTexts.few, of: shape.model).map { oracle.vector(of: $0) }
        for processor in Self.processors {
            let rows = try await encoder(shape.model, .exact, processor).encode(TinyTexts.few)
            try #require(rows.count == expected.count && rows.dimension == shape.model.hiddenSize)
            for (row, expected) in expected.enumerated() {
                #expect(worstDifference(rows[row], expected) < 1e-5, "text \(row), \(processor)")
            }
        }
    }

    @Test("a query and a passage have their prefixes before them")
    func roles() async throws {
        let model = TinyModel(prompts: [("query", "how: "), ("passage", "the: ")])
        let encoder = try encoder(model)
        let plain = try self.encoder()
        #expect(try await encoder.encode(["error"], as: .query) == plain.encode(["how: error"]))
        #expect(try await encoder.encode(["error"], as: .passage) == plain.encode(["the: error"]))
    }

    @Test("neither other texts nor their order nor threads change a vector", arguments: Precision.allCases, processors)
    func composition(_ precision: Precision, _ processor: Processor) async throws {
        let seed: UInt64 = 11
        let texts = TinyTexts.many(120, seed: seed)
        let model = TinyModel(hiddenSize: 36, intermediateSize: 70)
        let encoder = try encoder(model, precision, processor)
        var alone: [[Float]] = []
        for text in texts { alone.append(try await encoder.encode([text]).values) }
        let together = try await encoder.encode(texts)
        let reversed = try await encoder.encode(texts.reversed())
        let threaded = try await self.encoder(model, precision, threads: 2, processor).encode(texts)
        for (index, vector) in alone.enumerated() {
            #expect(together[index].elementsEqual(vector), "text \(index) of seed \(seed)")
            #expect(reversed[texts.count - 1 - index].elementsEqual(vector), "text \(index) of seed \(seed)")
            #expect(threaded[index].elementsEqual(vector), "text \(index) of seed \(seed)")
        }
    }

    @Test("texts encoded at the same time do not disturb each other")
    func sharing() async throws {
        let encoder = try encoder(threads: 2)
        let texts = TinyTexts.many(200, seed: 12)
        let expected = try await encoder.encode(texts)
        try await withThrowingTaskGroup(of: VectorRows.self) { tasks in
            for _ in 0..<4 { tasks.addTask { try await encoder.encode(texts) } }
            for try await rows in tasks { #expect(rows == expected) }
        }
    }

    @Test("a text without words has the vector of [CLS] [SEP]")
    func emptyText() async throws {
        let rows = try await encoder().encode(["", " \n", "\0", "the"])
        let expected = NaiveTransformer(TinyModel()).vector(of: [2, 3])
        for row in 0..<3 { #expect(worstDifference(rows[row], expected) < 1e-5) }
        #expect(worstDifference(rows[3], expected) > 0.01)
    }

    @Test("no text is no vector, and more texts than are held at a time have one each")
    func counts() async throws {
        let encoder = try encoder(TinyModel(layerCount: 1))
        #expect(try await encoder.encode([]).count == 0)
        #expect(try await encoder.encodeTokens([], as: .passage).isEmpty)
        let texts = (0..<5000).map { "error \($0)" }
        let last = FarthestProgress()
        let rows = try await encoder.encode(texts, as: .passage) { last.keep($0) }
        try #require(rows.count == 5000)
        #expect(rows[4999] == (try await encoder.encode(["error 4999"]))[0])
        let tokens = try tokens(texts, of: TinyModel()).reduce(0) { $0 + $1.count }
        #expect(last.kept.texts == 5000)
        #expect(last.kept.tokens == tokens)
    }

    @Test("of a text of 10 MB counts what the model reads")
    func longText() async throws {
        let words = "the error of server 17 "
        let encoder = try encoder()
        let rows = try await encoder.encode([
            String(repeating: words, count: 10_000_000 / words.utf8.count), String(repeating: words, count: 40),
            String(repeating: "x", count: 10_000_000),
        ])
        #expect(rows[0].elementsEqual(rows[1]))
        // A word too long to be one is [UNK].
        let unknown = NaiveTransformer(TinyModel()).vector(of: [2, 1, 3])
        #expect(worstDifference(rows[2], unknown) < 1e-5)
    }

    @Test("vectors of tokens are the last layer's, and their mean is the text's", arguments: Precision.allCases)
    func tokenVectors(_ precision: Precision) async throws {
        let encoder = try encoder(TinyModel(hiddenSize: 36), precision)
        let rows = try await encoder.encode(TinyTexts.few)
        let tokens = try tokens(TinyTexts.few, of: TinyModel(hiddenSize: 36))
        let oracle = NaiveTransformer(TinyModel(hiddenSize: 36))
        let vectors = try await encoder.encodeTokens(TinyTexts.few, as: .passage)
        try #require(vectors.map(\.count) == tokens.map(\.count))
        for (text, vectors) in vectors.enumerated() {
            let sum = (0..<36).map { column in
                (0..<vectors.count).reduce(0.0) { $0 + Double(vectors.values[$1 * 36 + column]) }
            }
            #expect(worstDifference(rows[text], sum.scaledToUnit) < 1e-6)
            guard precision == .exact else { continue }
            #expect(worstDifference(vectors.values, oracle.states(of: tokens[text]).joined()) < 1e-5)
        }
    }

    @Test("half is exact to the bit where it says so", arguments: [.avx2, []] as [Processor])
    func halfIsExact(_ processor: Processor) async throws {
        let half = try encoder(TinyModel(), .half, processor)
        let exact = try encoder(TinyModel(), .exact, processor)
        #expect(half.identity == exact.identity)
        #expect(try await half.encode(TinyTexts.few) == exact.encode(TinyTexts.few))
    }

    @Test("without a wish the precision is the processor's, and the identity says what is computed")
    func identity() async throws {
        func identity(_ precision: Precision?, _ processor: Processor) throws -> EncoderIdentity {
            try TinyModel().opened {
                try LocalEncoder(path: $0, precision: precision, threads: 1, processor: processor).identity
            }
        }
        #expect(try identity(nil, []).precision == "exact")
        #expect(try identity(nil, .here).precision.hasPrefix(Processor.here.contains(.vnni) ? "fast" : "exact"))
        #expect(try identity(.half, .avx2).precision == "exact")
        #expect(try identity(.fast, []).precision == "fast, attention exact")
        #expect(try identity(.exact, []).dimension == 32)
        #expect(try identity(.exact, []).model == identity(.fast, .here).model)
    }
}
