import Glibc
public import Matrices

/// A model that reads a query and a passage together and says how well the one answers the other.
public final class CrossEncoder: Sendable {
    private let model: LocalModel
    private let scoring: BERTConfiguration.Scoring
    private let head: ScoringHead

    /// - Parameters:
    ///   - path: a folder with a `BertForSequenceClassification` of one label.
    ///   - precision: nil is `fast` where the processor multiplies bytes, else `exact`.
    ///   - threads: nil is one a core.
    public init(
        path: String, precision: Precision? = nil, threads: Int? = nil, processor: Processor = .here
    ) throws {
        model = try LocalModel(path: path, precision: precision, threads: threads, processor: processor)
        guard case .scores(let scoring) = model.folder.configuration.purpose else {
            throw EmbeddingError.wrongPurpose(folder: path, expected: "a cross-encoder")
        }
        self.scoring = scoring
        head = try ScoringHead(model.folder.weights)
    }

    /// A score a passage, in their order.
    public func scores(of passages: [String], for query: String) async throws -> [Float] {
        var pairs = TokenBatch(hasPairs: true)
        var tokens = TokenBuffer()
        for passage in passages {
            tokens.removeAll()
            let span = model.tokeniser.append(
                query, passage, limit: model.folder.configuration.maximumTokens, to: &tokens)
            pairs.append(tokens.ids, segments: span.tokens.map { $0 < span.second ? 0 : 1 })
        }
        let outputs = try await model.pool.run(pairs) { _ in
        } finish: { [head, scoring] batch, scratch in
            batch.indices.map { index in
                let output = head.output(of: scratch.hidden[batch.tokens(of: index).lowerBound])
                return scoring == .sigmoid ? 1 / (1 + exp(-output)) : output
            }
        }
        try model.requireFinite(outputs)
        return outputs
    }
}
