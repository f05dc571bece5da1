/// Small numbers for things that occur in a window, each as long as it does.
///
/// Which number a thing gets depends on the past, so nothing may be concluded from the number itself.
struct LocalNumbers: Sendable {
    private var entries: [Int64: (number: Int, count: Int)] = [:]
    private var free: [Int]

    init(capacity: Int) {
        free = (0..<capacity).reversed()
    }

    func number(of thing: Int64) -> Int? {
        entries[thing]?.number
    }

    mutating func enter(_ thing: Int64) -> Int {
        if let known = entries[thing] {
            entries[thing] = (known.number, known.count + 1)
            return known.number
        }
        let number = free.removeLast()
        entries[thing] = (number, 1)
        return number
    }

    mutating func leave(_ thing: Int64) {
        guard let known = entries[thing] else { return }
        if known.count > 1 {
            entries[thing] = (known.number, known.count - 1)
        } else {
            entries[thing] = nil
            free.append(known.number)
        }
    }
}
