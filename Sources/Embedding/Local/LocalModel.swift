import Matrices
import Store
import Synchronization

/// A model of this machine: its folder, its tokeniser, and its transformer with workers.
final class LocalModel: Sendable {
    let folder: EncoderFolder
    let tokeniser: WordPieceTokeniser
    let pool: TransformerPool
    private let hashed = Mutex<ModelFingerprint?>(nil)

    init(path: String, precision: Precision?, threads: Int?, processor: Processor) throws {
        folder = try EncoderFolder(path: path)
        let configuration = folder.configuration
        let vocabulary = try Self.vocabulary(of: folder)
        guard vocabulary.count <= configuration.model.vocabularySize else {
            throw EmbeddingError.badSetting(
                path: folder.vocabulary.path, key: "lines", found: String(vocabulary.count),
                expected: "at most the vocab_size of config.json, \(configuration.model.vocabularySize)")
        }
        tokeniser = WordPieceTokeniser(
            vocabulary,
            options: TokeniserOptions(
                lowercases: configuration.tokenizer.lowercases, stripsAccents: configuration.tokenizer.stripsAccents,
                handlesChinese: configuration.tokenizer.spacesCJK))
        try Self.requireKernels(for: configuration.model, path: path)
        let transformer = try Transformer(
            folder.weights, configuration.model, precision: precision ?? .standard(on: processor),
            processor: processor)
        pool = TransformerPool(transformer, threads: threads ?? Processor.coreCount)
    }

    /// What tells the model's vectors from any other's. Reads all of its files, once.
    var fingerprint: ModelFingerprint {
        hashed.withLock { known in
            let fingerprint = known ?? folder.fingerprint()
            known = fingerprint
            return fingerprint
        }
    }

    /// What is computed, which may be more exact than what was asked for.
    var computedPrecision: String {
        let transformer = pool.transformer
        let isBrief = transformer.precision.isBriefInAttention(on: transformer.kernels.processor)
        let isExactInside = transformer.precision != .exact && !isBrief
        return transformer.precision.rawValue + (isExactInside ? ", attention exact" : "")
    }

    func sequences(of texts: ArraySlice<String>, as role: TextRole, limit: Int = .max) -> TokenBatch {
        let limit = min(limit, folder.configuration.maximumTokens)
        let prefix = folder.configuration.prefix(for: role)
        var sequences = TokenBatch()
        var tokens = TokenBuffer()
        for text in texts {
            tokens.removeAll()
            tokeniser.append(prefix + text, limit: limit, to: &tokens)
            sequences.append(tokens.ids)
        }
        return sequences
    }

    /// Throws where a result is NaN or infinite, which only weights can have made so.
    func requireFinite(_ values: [Float]) throws(EmbeddingError) {
        guard values.withUnsafeBufferPointer({ $0.firstIndexNotFinite }) != nil else { return }
        try folder.weights.requireFinite()
        throw .badWeights(path: folder.weights.path, tensor: nil, .overflow)
    }

    private static func vocabulary(of folder: EncoderFolder) throws(EmbeddingError) -> Vocabulary {
        do throws(VocabularyError) {
            return try Vocabulary(folder.vocabulary.withBytes { Array($0) })
        } catch {
            throw .badVocabulary(path: folder.vocabulary.path, error)
        }
    }

    private static func requireKernels(for model: BERTConfiguration, path: String) throws(EmbeddingError) {
        let width = max(model.hiddenSize, model.intermediateSize)
        guard width <= PackedWeights.mostInputs, model.hiddenSize / model.headCount <= AttentionScratch.mostHeadWidth
        else {
            throw .badSetting(
                path: path + "/config.json", key: "hidden_size", found: "\(model.hiddenSize), \(width)",
                expected:
                    "layers of at most \(PackedWeights.mostInputs), heads of at most \(AttentionScratch.mostHeadWidth)")
        }
    }
}

extension Precision {
    /// `fast` where the processor multiplies bytes: elsewhere it is no faster.
    static func standard(on processor: Processor) -> Precision {
        processor.contains(.vnni) ? .fast : .exact
    }
}
