/// The parts of a BERT that have weights.
enum BERTTensor: Hashable, Sendable {
    case wordEmbeddings
    case positionEmbeddings
    case tokenTypeEmbeddings
    case embeddingsNorm(Parameter)
    case layer(Int, LayerPart, Parameter)
    case pooler(Parameter)
    /// A cross-encoder's last product, with one output.
    case classifier(Parameter)

    /// A product's matrix has a row an output, as PyTorch keeps it.
    enum Parameter: String, CaseIterable, Sendable {
        case weight
        case bias
    }

    /// The products and normalisations of a layer, in the order of their use.
    enum LayerPart: String, CaseIterable, Sendable {
        case query = "attention.self.query"
        case key = "attention.self.key"
        case value = "attention.self.value"
        case attentionOutput = "attention.output.dense"
        case attentionNorm = "attention.output.LayerNorm"
        case intermediate = "intermediate.dense"
        case output = "output.dense"
        case outputNorm = "output.LayerNorm"
    }

    /// All tensors that a model must have.
    static func all(in configuration: EncoderConfiguration) -> [BERTTensor] {
        var tensors: [BERTTensor] = [.wordEmbeddings, .positionEmbeddings, .tokenTypeEmbeddings]
        tensors += Parameter.allCases.map { .embeddingsNorm($0) }
        for layer in 0..<configuration.model.layerCount {
            for part in LayerPart.allCases { tensors += Parameter.allCases.map { .layer(layer, part, $0) } }
        }
        if case .scores = configuration.purpose {
            tensors += Parameter.allCases.map { .pooler($0) } + Parameter.allCases.map { .classifier($0) }
        }
        return tensors
    }

    /// The name in the file, where `prefix` is put before all that belongs to the model itself.
    func name(prefix: String) -> String {
        switch self {
        case .wordEmbeddings: prefix + "embeddings.word_embeddings.weight"
        case .positionEmbeddings: prefix + "embeddings.position_embeddings.weight"
        case .tokenTypeEmbeddings: prefix + "embeddings.token_type_embeddings.weight"
        case .embeddingsNorm(let parameter): prefix + "embeddings.LayerNorm.\(parameter.rawValue)"
        case .layer(let number, let part, let parameter):
            prefix + "encoder.layer.\(number).\(part.rawValue).\(parameter.rawValue)"
        case .pooler(let parameter): prefix + "pooler.dense.\(parameter.rawValue)"
        case .classifier(let parameter): "classifier.\(parameter.rawValue)"
        }
    }

    func shape(in model: BERTConfiguration) -> [Int] {
        let hidden = model.hiddenSize
        return switch self {
        case .wordEmbeddings: [model.vocabularySize, hidden]
        case .positionEmbeddings: [model.positionCount, hidden]
        case .tokenTypeEmbeddings: [model.tokenTypeCount, hidden]
        case .embeddingsNorm: [hidden]
        case .layer(_, .attentionNorm, _), .layer(_, .outputNorm, _): [hidden]
        case .layer(_, .intermediate, let parameter): parameter.shape(outputs: model.intermediateSize, inputs: hidden)
        case .layer(_, .output, let parameter): parameter.shape(outputs: hidden, inputs: model.intermediateSize)
        case .layer(_, _, let parameter), .pooler(let parameter): parameter.shape(outputs: hidden, inputs: hidden)
        case .classifier(let parameter): parameter.shape(outputs: 1, inputs: hidden)
        }
    }
}

extension BERTTensor.Parameter {
    fileprivate func shape(outputs: Int, inputs: Int) -> [Int] {
        switch self {
        case .weight: [outputs, inputs]
        case .bias: [outputs]
        }
    }
}
