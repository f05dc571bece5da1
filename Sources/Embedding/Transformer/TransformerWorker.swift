import Store

/// Runs a transformer on a thread of its own, one batch at a time.
actor TransformerWorker {
    private let executor = SerialQueueExecutor(label: "quarry.encoder")
    private let transformer: Transformer
    private let scratch: TransformerScratch

    /// A batch of short texts has about as many tokens: enough rows for products at full speed, few enough for the cache.
    static let usualTokens = 384

    init(_ transformer: Transformer) {
        self.transformer = transformer
        // A text that starts below the usual number may be as long as the model allows.
        scratch = TransformerScratch(
            for: transformer, capacity: Self.usualTokens + transformer.configuration.positionCount)
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Takes batches until there are none, and gives each to `finish` with its last layer.
    func work<Output: Sendable>(
        through batches: BatchQueue, finish: @Sendable (TokenBatch, TransformerScratch) -> Output,
        progress: @Sendable (TokenBatch) -> Void
    ) throws -> [(number: Int, output: Output)] {
        var outputs: [(Int, Output)] = []
        while let (number, batch) = batches.next() {
            try Task.checkCancellation()
            transformer.run(batch, in: scratch)
            outputs.append((number, finish(batch, scratch)))
            progress(batch)
        }
        return outputs
    }
}
