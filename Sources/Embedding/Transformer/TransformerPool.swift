import Matrices

/// Workers that share a transformer.
struct TransformerPool: Sendable {
    let transformer: Transformer
    private let workers: [TransformerWorker]

    init(_ transformer: Transformer, threads: Int) {
        self.transformer = transformer
        workers = (0..<max(1, threads)).map { _ in TransformerWorker(transformer) }
    }

    /// Runs sequences through the transformer and gives each batch to `finish`, which returns an output a sequence. The
    /// outputs come in the order of the sequences.
    func run<Output: Sendable>(
        _ sequences: TokenBatch, progress: @escaping @Sendable (EncodingProgress) -> Void,
        finish: @escaping @Sendable (TokenBatch, TransformerScratch) -> [Output]
    ) async throws -> [Output] {
        // Of one length sequences make batches of one shape, whose tokens all take about as long.
        let order = sequences.indices.sorted { sequences.tokens(of: $0).count > sequences.tokens(of: $1).count }
        let batches = Self.batches(of: sequences, in: order)
        let queue = BatchQueue(batches)
        let parts = try await withThrowingTaskGroup(of: [(number: Int, output: [Output])].self) { tasks in
            for worker in workers.prefix(batches.count) {
                tasks.addTask {
                    try await worker.work(through: queue, finish: finish) { batch in
                        progress(EncodingProgress(texts: batch.indices.count, tokens: batch.tokenCount))
                    }
                }
            }
            var parts: [(number: Int, output: [Output])] = []
            for try await some in tasks { parts += some }
            return parts.sorted { $0.number < $1.number }
        }
        let sorted = zip(order, parts.flatMap(\.output)).sorted { $0.0 < $1.0 }
        return sorted.map(\.1)
    }

    private static func batches(of sequences: TokenBatch, in order: [Int]) -> [TokenBatch] {
        var batches: [TokenBatch] = []
        var batch = TokenBatch(hasPairs: sequences.segments != nil)
        for index in order {
            let range = sequences.tokens(of: index)
            batch.append(sequences.ids[range], segments: sequences.segments.map { $0[range] } ?? [])
            if batch.tokenCount >= TransformerWorker.usualTokens {
                batches.append(batch)
                batch = TokenBatch(hasPairs: sequences.segments != nil)
            }
        }
        if !batch.indices.isEmpty { batches.append(batch) }
        return batches
    }
}
