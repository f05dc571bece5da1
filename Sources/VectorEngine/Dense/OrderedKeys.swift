extension Float {
    /// Bits whose order is that of the numbers.
    var ordered: UInt32 {
        let bits = bitPattern
        return bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
    }

    init(ordered bits: UInt32) {
        self.init(bitPattern: bits & 0x8000_0000 == 0 ? ~bits : bits & 0x7fff_ffff)
    }
}

extension [UInt64] {
    /// Brings the largest to the front, in any order; those before `first` are taken for the largest.
    mutating func selectLargest(_ wanted: Int, from first: Int = 0) {
        withUnsafeMutableBufferPointer { $0.selectLargest(wanted, from: first) }
    }
}

extension UnsafeMutableBufferPointer<UInt64> {
    /// Brings the largest to the front, in any order (Hoare: Find, 1961); those before `first` are taken for the largest.
    func selectLargest(_ wanted: Int, from first: Int = 0) {
        guard wanted > first, wanted < count, let values = baseAddress else { return }
        guard wanted - first > Self.fewest else { return insertLargest(wanted, from: first) }
        var (low, high) = (first, count - 1)
        while low < high {
            let (a, b, c) = (values[low], values[(low + high) / 2], values[high])
            let pivot = Swift.max(Swift.min(a, b), Swift.min(Swift.max(a, b), c))
            var (left, right) = (low, high)
            while left <= right {
                while values[left] > pivot { left += 1 }
                while values[right] < pivot { right -= 1 }
                if left <= right {
                    (values[left], values[right]) = (values[right], values[left])
                    left += 1
                    right -= 1
                }
            }
            if wanted <= right + 1 {
                high = right
            } else if wanted > left {
                low = left
            } else {
                return
            }
        }
    }

    private static var fewest: Int { 32 }

    /// The same by keeping the front sorted: most of what comes later is less than all of it, which a processor foresees.
    private func insertLargest(_ wanted: Int, from first: Int) {
        guard let values = baseAddress else { return }
        func insert(_ value: UInt64, before end: Int) {
            var place = end
            while place > first, values[place - 1] < value {
                values[place] = values[place - 1]
                place -= 1
            }
            values[place] = value
        }
        for next in first + 1..<Swift.max(first + 1, wanted) { insert(values[next], before: next) }
        for next in wanted..<count where values[next] > values[wanted - 1] {
            let value = values[next]
            values[next] = values[wanted - 1]
            insert(value, before: wanted - 1)
        }
    }
}
