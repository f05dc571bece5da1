import Dispatch

/// On two threads, with results in order.
enum Parallel {
    static func map<Item, Made: Sendable>(_ items: [Item], _ body: (Item) -> Made) -> [Made] {
        withoutActuallyEscaping(body) { body in
            [Made](unsafeUninitializedCapacity: items.count) { made, count in
                nonisolated(unsafe) let (made, items, body) = (made, items, body)
                DispatchQueue.concurrentPerform(iterations: items.count) { index in
                    (made.baseAddress.unsafelyUnwrapped + index).initialize(to: body(items[index]))
                }
                count = items.count
            }
        }
    }
}
