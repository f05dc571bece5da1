import JSONStream
import Store

/// What `config.json` says of a BERT, as far as its outputs depend on it.
struct BERTConfiguration: Equatable, Sendable {
    let vocabularySize: Int
    let hiddenSize: Int
    let layerCount: Int
    let headCount: Int
    let intermediateSize: Int
    /// How many tokens a text can have at most, special ones included.
    let positionCount: Int
    let tokenTypeCount: Int
    let normEpsilon: Float
    let activation: Activation
    /// Whether the model was saved as `BertForSequenceClassification`.
    let isClassifier: Bool
    /// What makes a classifier's output a score.
    let scoring: Scoring

    /// The function between the two products of a feed-forward layer.
    enum Activation: Sendable {
        /// With the error function.
        case gelu
        /// The approximation by tanh.
        case geluTanh
        case relu
    }

    enum Scoring: Sendable {
        case sigmoid
        /// The output as it is.
        case logit
    }

    /// Reads `config.json`.
    init(_ file: MappedFile) throws(EmbeddingError) {
        let stated: StatedConfiguration = try file.json()
        _ = try file.choice("model_type", stated.modelType, among: ["bert": ()])
        // What newer versions of transformers leave out has its default there.
        _ = try file.choice("position_embedding_type", stated.positionType ?? "absolute", among: ["absolute": ()])
        vocabularySize = try file.size("vocab_size", stated.sizes)
        hiddenSize = try file.size("hidden_size", stated.sizes)
        layerCount = try file.size("num_hidden_layers", stated.sizes, upTo: 1024)
        headCount = try file.size("num_attention_heads", stated.sizes)
        intermediateSize = try file.size("intermediate_size", stated.sizes)
        positionCount = try file.size("max_position_embeddings", stated.sizes)
        tokenTypeCount = try file.size("type_vocab_size", stated.sizes, default: 2)
        guard hiddenSize.isMultiple(of: headCount) else {
            throw .badSetting(
                path: file.path, key: "num_attention_heads", found: String(headCount),
                expected: "a divisor of the hidden size \(hiddenSize)")
        }
        let epsilon = stated.normEpsilon ?? 1e-12
        guard epsilon >= 0, epsilon < 1 else {
            throw .badSetting(
                path: file.path, key: "layer_norm_eps", found: String(epsilon), expected: "a number from 0 to 1")
        }
        normEpsilon = Float(epsilon)
        activation = try file.choice(
            "hidden_act", stated.activation ?? "gelu",
            among: [
                "gelu": .gelu, "gelu_new": .geluTanh, "gelu_pytorch_tanh": .geluTanh, "gelu_fast": .geluTanh,
                "relu": .relu,
            ])
        isClassifier = stated.architectures?.first == "BertForSequenceClassification"
        // A sigmoid is what sentence-transformers takes where a model with one label says nothing.
        scoring = try file.choice(
            "activation_fn", stated.scoring?.lastComponent ?? "Sigmoid",
            among: ["Sigmoid": .sigmoid, "Identity": .logit])
    }
}

/// `config.json` as it stands, before any of it is believed.
private struct StatedConfiguration: JSONDecodable {
    var modelType: String?
    var positionType: String?
    var activation: String?
    var architectures: [String]?
    var normEpsilon: Double?
    /// The name of a class of PyTorch.
    var scoring: String?
    var sizes: [String: Int] = [:]

    init(from cursor: inout JSONCursor) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "model_type": modelType = try cursor.decode()
            case "position_embedding_type": positionType = try cursor.decode()
            case "hidden_act": activation = try cursor.decode()
            case "architectures": architectures = try cursor.decode()
            case "layer_norm_eps": normEpsilon = try cursor.decode()
            case "sbert_ce_default_activation_function": scoring = try cursor.decode()
            case "sentence_transformers": scoring = try cursor.decode(ScoringSettings.self).activation ?? scoring
            case "vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size",
                "max_position_embeddings", "type_vocab_size":
                sizes[key.string] = try cursor.decode()
            default: try cursor.skip()
            }
        }
    }
}

/// What sentence-transformers adds to the configuration of a cross-encoder.
private struct ScoringSettings: JSONDecodable {
    var activation: String?

    init(from cursor: inout JSONCursor) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "activation_fn": activation = try cursor.decode()
            default: try cursor.skip()
            }
        }
    }
}

extension MappedFile {
    /// A size, within what any model has, so that products of two cannot overflow.
    fileprivate func size(
        _ key: String, _ sizes: [String: Int], default standard: Int? = nil, upTo limit: Int = 1 << 20
    ) throws(EmbeddingError) -> Int {
        let found = sizes[key] ?? standard
        guard let found, (1...limit).contains(found) else {
            throw .badSetting(
                path: path, key: key, found: found.map(String.init), expected: "a number from 1 to \(limit)")
        }
        return found
    }
}
