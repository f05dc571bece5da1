/// A small random generator that starts from numbers, so that anything can be made again from its own number.
///
/// SplitMix64: Guy L. Steele, Doug Lea, Christine H. Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014. It is not split here but started afresh for every (seed, stream, number, number).
struct Random {
    private var state: UInt64

    /// Starts the sequence that belongs to one thing, say to message `second` of conversation `first`.
    init(seed: UInt64, _ stream: Stream, _ first: Int, _ second: Int = 0) {
        var state = Self.mix(seed &+ Self.golden &* stream.rawValue)
        state = Self.mix(state &+ Self.golden &* UInt64(truncatingIfNeeded: first))
        self.state = Self.mix(state &+ Self.golden &* UInt64(truncatingIfNeeded: second))
    }

    mutating func next() -> UInt64 {
        state &+= Self.golden
        return Self.mix(state)
    }

    /// A number from zero to below the bound, which must be positive.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(truncatingIfNeeded: bound)).high)
    }

    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// A number from zero to below one.
    mutating func unit() -> Double {
        let mantissaBits: UInt64 = 53
        return Double(next() >> (64 - mantissaBits)) / Double(1 << mantissaBits)
    }

    /// Whether something happens that happens to this share of things.
    mutating func chance(_ share: Double) -> Bool {
        unit() < share
    }

    /// A rank from zero to below the bound, chosen about in proportion to 1 / (rank + 1).
    ///
    /// Every power of two has the same chance, and within it every rank: integers only, hence the same anywhere.
    mutating func zipfian(below bound: Int) -> Int {
        let octaves = Int.bitWidth - bound.leadingZeroBitCount
        let octave = 1 << below(octaves)
        let rank = octave - 1 + below(octave)
        return rank < bound ? rank : rank % bound
    }

    /// A number of the range, most often near its lower end.
    mutating func skewed(_ range: ClosedRange<Int>) -> Int {
        let unit = unit()
        return range.lowerBound + Int(Double(range.upperBound - range.lowerBound) * unit * unit * unit)
    }

    /// One of the elements, of which there must be some.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    private static let golden: UInt64 = 0x9e37_79b9_7f4a_7c15

    private static func mix(_ value: UInt64) -> UInt64 {
        var value = value
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
