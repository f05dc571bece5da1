import Dispatch
import Store
import Synchronization
import Testing

/// An actor whose jobs block, as those of a database do.
private actor Blocker {
    private let executor = SerialQueueExecutor(label: "blocker")
    private let running = Atomic(0)
    private var overlaps = 0
    private var order: [Int] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Notes whether another job runs at the same time.
    func work(_ number: Int) {
        if running.add(1, ordering: .relaxed).oldValue != 0 { overlaps += 1 }
        for _ in 0..<100 { order.append(number) }
        running.subtract(1, ordering: .relaxed)
    }

    func wait(for signal: DispatchSemaphore) -> Bool {
        signal.wait(timeout: .now() + 30) == .success
    }

    var summary: (overlaps: Int, order: [Int]) {
        (overlaps, order)
    }
}

@Suite("Serial queue executor")
struct SerialQueueExecutorTests {
    @Test("an actor never runs two jobs at once")
    func isSerial() async {
        let blocker = Blocker()
        await withTaskGroup { group in
            for number in 0..<200 { group.addTask { await blocker.work(number) } }
        }
        let summary = await blocker.summary
        #expect(summary.overlaps == 0)
        // The hundred entries of each job stand together.
        let starts = stride(from: 0, to: summary.order.count, by: 100).map { summary.order[$0] }
        #expect(summary.order == starts.flatMap { repeatElement($0, count: 100) })
        #expect(starts.sorted() == Array(0..<200))
    }

    @Test("jobs of one caller run in the order of their calls")
    func keepsOrder() async {
        let blocker = Blocker()
        for number in 0..<50 { await blocker.work(number) }
        let order = await blocker.summary.order
        #expect(order == (0..<50).flatMap { repeatElement($0, count: 100) })
    }

    @Test("calls that block leave the cooperative pool free")
    func leavesPoolFree() async {
        let blockers = (0..<64).map { _ in Blocker() }
        let signal = DispatchSemaphore(value: 0)
        let woken = await withTaskGroup { group in
            for blocker in blockers { group.addTask { await blocker.wait(for: signal) } }
            // More calls are blocked than the pool has threads; this task can run only on one that is free.
            group.addTask {
                for _ in blockers { signal.signal() }
                return true
            }
            return await group.reduce(into: 0) { count, isWoken in count += isWoken ? 1 : 0 }
        }
        #expect(woken == blockers.count + 1)
    }
}
