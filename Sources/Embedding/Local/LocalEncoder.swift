public import Matrices
import Synchronization

/// A sentence encoder that runs on this machine.
///
/// An empty text has a vector too: what the model makes of `[CLS] [SEP]`.
public final class LocalEncoder: TextEncoder {
    private let model: LocalModel
    private let pooling: EncoderConfiguration.Pooling
    private let isNormalized: Bool

    /// Texts whose tokens are held at a time.
    private static let textsAtOnce = 4096

    /// - Parameters:
    ///   - path: a folder in the layout of sentence-transformers.
    ///   - precision: nil is `fast` where the processor multiplies bytes, else `exact`.
    ///   - threads: nil is one a core.
    public init(
        path: String, precision: Precision? = nil, threads: Int? = nil, processor: Processor = .here
    ) throws {
        model = try LocalModel(path: path, precision: precision, threads: threads, processor: processor)
        guard case .vectors(let pooling, let isNormalized) = model.folder.configuration.purpose else {
            throw EmbeddingError.wrongPurpose(folder: path, expected: "a sentence encoder")
        }
        self.pooling = pooling
        self.isNormalized = isNormalized
    }

    public var dimension: Int {
        model.folder.configuration.model.hiddenSize
    }

    public var identity: EncoderIdentity {
        EncoderIdentity(
            model: model.fingerprint.description, precision: model.computedPrecision, dimension: dimension)
    }

    public func encode(
        _ texts: [String], as role: TextRole, progress: @escaping @Sendable (EncodingProgress) -> Void
    ) async throws -> VectorRows {
        let done = Mutex(EncodingProgress(texts: 0, tokens: 0))
        var rows = VectorRows(dimension: dimension)
        rows.values.reserveCapacity(texts.count * dimension)
        for start in stride(from: 0, to: texts.count, by: Self.textsAtOnce) {
            try Task.checkCancellation()
            let sequences = model.sequences(of: texts[start..<min(start + Self.textsAtOnce, texts.count)], as: role)
            let vectors = try await model.pool.run(sequences) { batch in
                progress(
                    done.withLock { done in
                        done.texts += batch.texts
                        done.tokens += batch.tokens
                        return done
                    })
            } finish: { [self] batch, scratch in
                batch.indices.map { vector(of: batch.tokens(of: $0), in: scratch) }
            }
            for vector in vectors { rows.values += vector }
        }
        try model.requireFinite(rows.values)
        return rows
    }

    /// The last layer's vector of each token of each text, special tokens included: for late interaction.
    ///
    /// - Parameter limit: how many tokens of a text are read, if fewer than the model's own limit.
    public func encodeTokens(
        _ texts: [String], as role: TextRole, limit: Int = .max
    ) async throws -> [VectorRows] {
        let sequences = model.sequences(of: texts[...], as: role, limit: limit)
        let rows = try await model.pool.run(sequences) { _ in
        } finish: { [dimension] batch, scratch in
            batch.indices.map { index in
                VectorRows(dimension: dimension, values: batch.tokens(of: index).flatMap { scratch.hidden[$0] })
            }
        }
        for row in rows { try model.requireFinite(row.values) }
        return rows
    }

    private func vector(of tokens: Range<Int>, in scratch: TransformerScratch) -> [Float] {
        let kernels = model.pool.transformer.kernels
        var vector =
            switch pooling {
            case .mean: kernels.mean(scratch.hidden, from: tokens.lowerBound, count: tokens.count)
            case .first: scratch.hidden[tokens.lowerBound]
            }
        if isNormalized { kernels.scaleToUnit(&vector) }
        return vector
    }
}
