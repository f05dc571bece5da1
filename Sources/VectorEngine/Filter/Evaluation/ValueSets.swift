/// Whole numbers to look up, by open addressing with linear probes.
struct IntegerSet {
    private let sorted: [Int64]
    private let slots: [Int64]
    private let shift: UInt64
    /// Stands for an empty slot; looked up apart.
    private static let empty = Int64.min
    private let hasEmpty: Bool

    /// Numbers that are not whole are left out: no whole number equals them.
    init(_ numbers: [Number]) {
        let whole = numbers.compactMap { NumberBounds.integers(.equal, $0)?.lowerBound }
        sorted = Set(whole).sorted()
        hasEmpty = sorted.first == Self.empty
        var bits: UInt64 = 3
        while 1 << bits < sorted.count * 2 { bits += 1 }
        shift = 64 - bits
        var slots = [Int64](repeating: Self.empty, count: 1 << Int(bits))
        for number in sorted where number != Self.empty {
            var slot = Self.slot(number, shift)
            while slots[slot] != Self.empty { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = number
        }
        self.slots = slots
    }

    /// Fibonacci hashing (Knuth, TAOCP 3, 6.4).
    @inline(__always)
    private static func slot(_ number: Int64, _ shift: UInt64) -> Int {
        Int((UInt64(bitPattern: number) &* 0x9e37_79b9_7f4a_7c15) >> shift)
    }

    @inline(__always)
    func contains(_ number: Int64) -> Bool {
        if number == Self.empty { return hasEmpty }
        var slot = Self.slot(number, shift)
        while true {
            let found = slots[slot]
            if found == number { return true }
            if found == Self.empty { return false }
            slot = (slot + 1) & (slots.count - 1)
        }
    }

    /// Whether a number lies between two.
    func mayHold(_ least: Int64, _ most: Int64) -> Bool {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < least { low = middle + 1 } else { high = middle }
        }
        return low < sorted.count && sorted[low] <= most
    }
}

/// Texts to look up, by bisection.
struct TextSet {
    private let sorted: [[UInt8]]

    init(_ values: [FieldValue]) {
        let texts = values.compactMap { value -> [UInt8]? in
            if case .string(let text) = value { Array(text.utf8) } else { nil }
        }
        sorted = texts.sorted { ByteOrder.compare($0, $1) < 0 }
    }

    func contains(_ text: UnsafeRawBufferPointer) -> Bool {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            let order = ByteOrder.compare(text, sorted[middle])
            if order == 0 { return true }
            if order < 0 { high = middle } else { low = middle + 1 }
        }
        return false
    }
}
