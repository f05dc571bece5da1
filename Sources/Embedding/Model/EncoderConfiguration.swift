import Store

/// What an encoder's folder says of how a text becomes a vector, or a pair of texts a score.
struct EncoderConfiguration: Equatable, Sendable {
    let model: BERTConfiguration
    let tokenizer: TokenizerSettings
    /// Special tokens included; what is behind is cut off.
    let maximumTokens: Int
    let purpose: Purpose
    private let prefixes: [TextRole: String]

    enum Purpose: Equatable, Sendable {
        case vectors(Pooling, isNormalized: Bool)
        /// A cross-encoder.
        case scores(BERTConfiguration.Scoring)
    }

    /// How the vectors of a text's tokens become one.
    enum Pooling: Sendable {
        case mean
        /// The vector of the first token.
        case first
    }

    /// What is put before a text of this role.
    func prefix(for role: TextRole) -> String {
        prefixes[role] ?? ""
    }

    init(_ files: EncoderFiles) throws(EmbeddingError) {
        model = try BERTConfiguration(files.require(.configuration))
        let tokenizerFile = try files[.tokenizer]?.json() ?? TokenizerFile()
        let sentenceFile = try files[.sentence]?.json() ?? SentenceFile()
        tokenizer = TokenizerSettings(
            lowercases: tokenizerFile.lowercases || sentenceFile.lowercases,
            stripsAccents: tokenizerFile.stripsAccents ?? tokenizerFile.lowercases,
            spacesCJK: tokenizerFile.spacesCJK)
        let limits = [sentenceFile.maximumTokens ?? tokenizerFile.maximumTokens, Double(model.positionCount)]
        let limit = limits.compactMap(\.self).reduce(.infinity, min)
        // The least that leaves room for one token between [CLS] and [SEP].
        guard limit >= 3 else {
            throw .badSetting(
                path: files.path, key: "max_seq_length", found: String(limit), expected: "a number of 3 or more")
        }
        maximumTokens = Int(limit)
        let promptsFile = try files[.prompts]?.json() ?? PromptsFile()
        prefixes = Dictionary(uniqueKeysWithValues: TextRole.allCases.map { ($0, promptsFile.prefix(for: $0)) })
        purpose = try Self.purpose(of: model, files)
    }

    /// Without a list of modules a classifier scores, and any other model is pooled by the mean and not normalised, which is what
    /// sentence-transformers does then.
    private static func purpose(of model: BERTConfiguration, _ files: EncoderFiles) throws(EmbeddingError) -> Purpose {
        guard let modules = files[.modules] else {
            return model.isClassifier ? .scores(model.scoring) : .vectors(.mean, isNormalized: false)
        }
        let stated: ModulesFile = try modules.json()
        var pooling = Pooling.mean
        var isNormalized = false
        for module in stated.modules {
            let step: Module = try modules.choice(
                "type", module.type.lastComponent,
                among: ["Transformer": .transformer, "Pooling": .pooling, "Normalize": .normalization])
            switch step {
            case .transformer: _ = try modules.choice("path", module.path, among: ["": ()])
            case .pooling:
                _ = try modules.choice("path", module.path, among: ["1_Pooling": ()])
                pooling = try Self.pooling(files.require(.pooling), dimension: model.hiddenSize)
            case .normalization: isNormalized = true
            }
        }
        return .vectors(pooling, isNormalized: isNormalized)
    }

    private enum Module {
        case transformer
        case pooling
        case normalization
    }

    private static func pooling(_ file: MappedFile, dimension: Int) throws(EmbeddingError) -> Pooling {
        let stated: PoolingFile = try file.json()
        if let found = stated.dimension, found != dimension {
            throw .badSetting(
                path: file.path, key: "word_embedding_dimension", found: String(found),
                expected: "the hidden size \(dimension)")
        }
        guard stated.includesPrompt else {
            throw .badSetting(path: file.path, key: "include_prompt", found: "false", expected: "true")
        }
        let mode = stated.modes.isEmpty ? nil : stated.modes.joined(separator: " + ")
        return try file.choice("pooling_mode", mode, among: ["mean_tokens": .mean, "cls_token": .first])
    }
}
