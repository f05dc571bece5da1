import Testing

@testable import Embedding

/// all-MiniLM-L6-v2, which `scripts/setup` fetches.
enum RealModel {
    static let path =
        #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/models/all-MiniLM-L6-v2"
}

@Suite("The default encoder")
struct RealModelTests {
    @Test("all-MiniLM-L6-v2 loads, with what its authors say of it")
    func loads() throws {
        let encoder = try EncoderFolder(path: RealModel.path)
        let configuration = encoder.configuration
        #expect(configuration.model.vocabularySize == 30_522)
        #expect(configuration.model.hiddenSize == 384)
        #expect(configuration.model.layerCount == 6)
        #expect(configuration.model.headCount == 12)
        #expect(configuration.model.intermediateSize == 1536)
        #expect(configuration.maximumTokens == 256)
        #expect(configuration.purpose == .vectors(.mean, isNormalized: true))
        #expect(configuration.tokenizer == TokenizerSettings())
        try encoder.weights.requireFinite()
        // Read with Python's struct at the offsets that the header names.
        let bias = encoder.weights[.layer(5, .output, .bias)].floats()
        #expect(bias.prefix(3) == [-0.0011342943, -0.013268805, 0.003491833])
        let words = encoder.weights[.wordEmbeddings]
        #expect(words.withFloats { Array($0[2054 * 384..<2054 * 384 + 3]) } == [0.04753251, 0.08581048, -0.032552723])
    }

    @Test("its fingerprint is the hash of the files as they are framed")
    func hasFingerprint() throws {
        let fingerprint = try EncoderFolder(path: RealModel.path).fingerprint()
        #expect(fingerprint.description == "386db99e78d35d7bb9ed4efe8c6aec6d4f203f1737bace7e521bed8070abf76c")
    }
}
