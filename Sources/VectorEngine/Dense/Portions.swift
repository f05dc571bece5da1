import Dispatch
import Synchronization

/// Work on many rows, shared among threads portion by portion.
enum Portions {
    /// Calls `body` for ranges of at most `size`, on some threads at once; each tells which of them it is.
    static func each(
        of count: Int, size: Int, threads: Int, _ body: (_ worker: Int, _ range: Range<Int>) -> Void
    ) {
        let portions = (count + size - 1) / size
        let workers = max(1, min(threads, portions))
        let next = Atomic(0)
        withoutActuallyEscaping(body) { body in
            // Callers see to it that threads write to different places.
            nonisolated(unsafe) let body = body
            DispatchQueue.concurrentPerform(iterations: workers) { worker in
                while true {
                    let portion = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    guard portion < portions else { return }
                    body(worker, portion * size..<min(count, (portion + 1) * size))
                }
            }
        }
    }
}
