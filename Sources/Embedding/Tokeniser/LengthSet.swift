/// Which lengths the pieces have that begin with the same two bytes. Lengths from 63 on count as one, and 1 is in every set.
struct LengthSet {
    static let indexBits = 13

    private var bits: UInt64 = 0

    /// Where the set of the pieces that begin with these bytes stands in a table.
    @inline(__always)
    static func index(_ first: UInt64, continues: Bool) -> Int {
        let key = first & 0xffff | (continues ? 0x10000 : 0)
        return Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> UInt64(64 - indexBits))
    }

    mutating func insert(_ length: Int) {
        if length > 1 { bits |= 1 << UInt64(min(length, 63)) }
    }

    /// The longest length in the set that is at most `bound`.
    @inline(__always)
    func longest(atMost bound: Int) -> Int {
        if bound >= 63, bits >> 63 != 0 { return bound }
        let within = bits & (bound >= 62 ? .max >> 1 : (2 << UInt64(truncatingIfNeeded: bound)) &- 1)
        return within == 0 ? 1 : 63 - within.leadingZeroBitCount
    }
}
