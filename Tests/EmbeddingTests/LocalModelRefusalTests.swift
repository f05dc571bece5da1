import Matrices
import TestSupport
import Testing

@testable import Embedding

@Suite("Local models that are refused")
struct LocalModelRefusalTests {
    /// Changes one number: among the words that of [CLS], which every text has, and else the last. Tells its place.
    private func write(_ value: Float, in tensor: Int, of model: TinyModel, to folder: ScratchFolder) throws -> Int {
        var tensors = model.tensors
        let place =
            tensors[tensor].name.contains("word_embeddings") ? 2 * model.hiddenSize : tensors[tensor].values.count - 1
        tensors[tensor].values[place] = value
        try folder.write(SafetensorsFixture(tensors: tensors).bytes, to: "model.safetensors")
        return place
    }

    @Test(
        "a weight that is not finite is named, wherever it is",
        arguments: Precision.allCases, [.nan, -.infinity] as [Float])
    func notFinite(precision: Precision, value: Float) async throws {
        let model = TinyModel(
            purpose: .vectors(pooling: "cls_token", isNormalized: true), hiddenSize: 16, layerCount: 1, headCount: 2,
            intermediateSize: 16, activation: "relu")
        for (number, tensor) in model.tensors.enumerated() where !tensor.name.contains("pooler") {
            let folder = try ScratchFolder()
            try model.write(to: folder)
            let place = try write(value, in: number, of: model, to: folder)
            let error = await #expect(throws: EmbeddingError.self, "\(tensor.name)") {
                try await LocalEncoder(path: folder.path(""), precision: precision, threads: 1).encode(["the error"])
            }
            #expect(
                error?.description.hasSuffix(
                    "model.safetensors: tensor '\(tensor.name)' holds NaN or infinity, at value \(place)") == true)
        }
    }

    @Test("a cross-encoder's own weights are looked at too", arguments: ["pooler.dense.weight", "classifier.bias"])
    func notFiniteHead(name: String) async throws {
        let model = TinyModel(purpose: .scores, layerCount: 1)
        let number = try #require(model.tensors.firstIndex { $0.name == name })
        let folder = try ScratchFolder()
        try model.write(to: folder)
        let place = try write(.nan, in: number, of: model, to: folder)
        let error = await #expect(throws: EmbeddingError.self) {
            try await CrossEncoder(path: folder.path(""), precision: .exact, threads: 1).scores(of: ["the"], for: "how")
        }
        #expect(error?.description.hasSuffix("tensor '\(name)' holds NaN or infinity, at value \(place)") == true)
    }

    @Test("weights whose products are infinite are refused as such")
    func overflow() async throws {
        let model = TinyModel(layerCount: 1)
        let folder = try ScratchFolder()
        try model.write(to: folder)
        var tensors = model.tensors
        let norm = try #require(tensors.lastIndex { $0.name.hasSuffix("output.LayerNorm.weight") })
        tensors[norm].values = tensors[norm].values.map { _ in 3e38 }
        try folder.write(SafetensorsFixture(tensors: tensors).bytes, to: "model.safetensors")
        let error = await #expect(throws: EmbeddingError.self) {
            try await LocalEncoder(path: folder.path(""), precision: .exact, threads: 1).encode(["the error"])
        }
        #expect(
            error?.description.hasSuffix("model.safetensors: the weights are so large that a vector came out infinite")
                == true)
    }

    @Test("a vocabulary with more lines than the model has words is refused")
    func longVocabulary() throws {
        let count = TinyModel.vocabulary.count
        let error = #expect(throws: EmbeddingError.self) {
            try TinyModel().opened {
                try $0.replace("how\n", by: "how\nwhy\n", in: "vocab.txt")
            } by: {
                try LocalEncoder(path: $0)
            }
        }
        #expect(
            error?.description.hasSuffix(
                "vocab.txt: 'lines' is \(count + 1); supported is at most the vocab_size of config.json, \(count)")
                == true)
    }

    @Test("what is wrong with a vocabulary is told with its path")
    func badVocabulary() throws {
        let error = #expect(throws: EmbeddingError.self) {
            try TinyModel().opened {
                try $0.replace("how\n", by: "\n", in: "vocab.txt")
            } by: {
                try LocalEncoder(path: $0)
            }
        }
        let line = try #require(TinyModel.vocabulary.firstIndex(of: "how")) + 1
        #expect(error?.description.hasSuffix("/vocab.txt: line \(line) holds no token") == true)
    }

    @Test("a model of the one kind is not opened as the other")
    func purposes() throws {
        let asScores = #expect(throws: EmbeddingError.self) { try TinyModel().opened { try CrossEncoder(path: $0) } }
        #expect(asScores?.description.hasSuffix("is not a cross-encoder") == true)
        let asVectors = #expect(throws: EmbeddingError.self) {
            try TinyModel(purpose: .scores).opened { try LocalEncoder(path: $0) }
        }
        #expect(asVectors?.description.hasSuffix("is not a sentence encoder") == true)
    }
}
