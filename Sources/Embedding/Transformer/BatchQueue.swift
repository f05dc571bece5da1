import Synchronization

/// Batches for several workers, the longest texts first, so that none is left with a long one at the end.
final class BatchQueue: Sendable {
    private let batches: [TokenBatch]
    private let taken = Mutex(0)

    init(_ batches: [TokenBatch]) {
        self.batches = batches
    }

    func next() -> (number: Int, batch: TokenBatch)? {
        taken.withLock { taken in
            guard taken < batches.count else { return nil }
            defer { taken += 1 }
            return (taken, batches[taken])
        }
    }
}
