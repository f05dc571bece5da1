import JSONStream
import TestSupport

@testable import Embedding

/// A BERT of a few kilobytes with weights from a seed, written as sentence-transformers would.
///
/// Its numbers mean nothing, but every part of a real model takes part in them.
struct TinyModel {
    enum Purpose {
        case vectors(pooling: String, isNormalized: Bool)
        /// A cross-encoder with one label.
        case scores
    }

    var purpose = Purpose.vectors(pooling: "mean_tokens", isNormalized: true)
    var hiddenSize = 32
    var layerCount = 2
    var headCount = 4
    var intermediateSize = 64
    var positionCount = 64
    var maximumTokens = 48
    var activation = "gelu"
    /// What stands before the names of the encoder's own tensors.
    var prefix = ""
    var weights = TensorType.f32
    var prompts: [(name: String, text: String)] = []
    var seed: UInt64 = 1

    /// Letters and digits, alone and continued, so that any ASCII word can be cut into pieces.
    static let vocabulary: [String] = {
        let letters = "abcdefghijklmnopqrstuvwxyz0123456789".map(String.init)
        let words = ["the", "error", "build", "server", "how", "##ing", "##ed", "##er"]
        return ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"] + letters + letters.map { "##" + $0 }
            + ".,:;!?'\"()-/_=<>#@".map(String.init) + words
    }()

    /// Writes all files into the folder.
    func write(to folder: ScratchFolder) throws {
        try folder.write(configuration, to: "config.json")
        try folder.write(Self.vocabulary.map { $0 + "\n" }.joined(), to: "vocab.txt")
        try folder.write(SafetensorsFixture(tensors: tensors).bytes, to: "model.safetensors")
        try folder.write(
            "{\"do_lower_case\": true, \"model_max_length\": \(maximumTokens)}", to: "tokenizer_config.json")
        guard case .vectors(let pooling, let isNormalized) = purpose else { return }
        try folder.write("{\"max_seq_length\": \(maximumTokens)}", to: "sentence_bert_config.json")
        try folder.write(modules(isNormalized: isNormalized), to: "modules.json")
        try folder.write(self.pooling(pooling), to: "1_Pooling/config.json")
        try folder.write(promptsFile, to: "config_sentence_transformers.json")
    }

    var tensors: [SafetensorsFixture.Tensor] {
        var random = SeededGenerator(seed: seed)
        var tensors: [SafetensorsFixture.Tensor] = []
        func add(_ name: String, _ shape: Int..., around center: Float = 0) {
            let count = shape.reduce(1, *)
            let values = (0..<count).map { _ in center + Float.random(in: -0.25...0.25, using: &random) }
            tensors.append(.init(name: name, shape: shape, values: values, type: weights))
        }
        func addProduct(_ name: String, from inputs: Int, to outputs: Int) {
            add(name + ".weight", outputs, inputs)
            add(name + ".bias", outputs)
        }
        func addNorm(_ name: String) {
            add(name + ".weight", hiddenSize, around: 1)
            add(name + ".bias", hiddenSize)
        }
        add(prefix + "embeddings.word_embeddings.weight", Self.vocabulary.count, hiddenSize)
        add(prefix + "embeddings.position_embeddings.weight", positionCount, hiddenSize)
        add(prefix + "embeddings.token_type_embeddings.weight", 2, hiddenSize)
        addNorm(prefix + "embeddings.LayerNorm")
        for number in 0..<layerCount {
            let layer = prefix + "encoder.layer.\(number)."
            for name in ["query", "key", "value"] {
                addProduct(layer + "attention.self." + name, from: hiddenSize, to: hiddenSize)
            }
            addProduct(layer + "attention.output.dense", from: hiddenSize, to: hiddenSize)
            addNorm(layer + "attention.output.LayerNorm")
            addProduct(layer + "intermediate.dense", from: hiddenSize, to: intermediateSize)
            addProduct(layer + "output.dense", from: intermediateSize, to: hiddenSize)
            addNorm(layer + "output.LayerNorm")
        }
        addProduct(prefix + "pooler.dense", from: hiddenSize, to: hiddenSize)
        if case .scores = purpose { addProduct("classifier", from: hiddenSize, to: 1) }
        return tensors
    }

    private var configuration: String {
        var writer = JSONWriter(.indented)
        writer.object { writer in
            writer.member("model_type", "bert")
            if case .scores = purpose {
                writer.member("architectures", ["BertForSequenceClassification"])
            } else {
                writer.member("architectures", ["BertModel"])
            }
            writer.member("vocab_size", Self.vocabulary.count)
            writer.member("hidden_size", hiddenSize)
            writer.member("num_hidden_layers", layerCount)
            writer.member("num_attention_heads", headCount)
            writer.member("intermediate_size", intermediateSize)
            writer.member("max_position_embeddings", positionCount)
            writer.member("type_vocab_size", 2)
            writer.member("layer_norm_eps", 1e-12)
            writer.member("hidden_act", activation)
        }
        return writer.text
    }

    private func modules(isNormalized: Bool) -> String {
        let modules =
            [("", "Transformer"), ("1_Pooling", "Pooling")] + (isNormalized ? [("2_Normalize", "Normalize")] : [])
        var writer = JSONWriter(.indented)
        writer.array { writer in
            for (index, (path, type)) in modules.enumerated() {
                writer.object { writer in
                    writer.member("idx", index)
                    writer.member("path", path)
                    writer.member("type", "sentence_transformers.models.\(type)")
                }
            }
        }
        return writer.text
    }

    private func pooling(_ mode: String) -> String {
        var writer = JSONWriter(.indented)
        writer.object { writer in
            writer.member("word_embedding_dimension", hiddenSize)
            for other in ["cls_token", "mean_tokens", "max_tokens"] {
                writer.member("pooling_mode_" + other, other == mode)
            }
        }
        return writer.text
    }

    private var promptsFile: String {
        var writer = JSONWriter(.indented)
        writer.object { writer in
            writer.object("prompts") { writer in
                for (name, text) in prompts { writer.member(name, text) }
            }
        }
        return writer.text
    }
}
