/// The ASCII letters and digits that eight bytes begin with, told apart in one register. In each byte that passes a comparison
/// 0x80 is left; sums stay below 0x100, so that no byte touches its neighbour.
struct LetterBlock {
    /// The eight bytes, letters lower-cased if asked for.
    let lowered: UInt64
    let count: Int

    /// `caseBits` is 0x20 in each byte to lower-case, or 0.
    @inline(__always)
    init(_ block: UInt64, caseBits: UInt64) {
        let low = block & .repeating(0x7f)
        let folded = low | .repeating(0x20)
        let letters = (folded &+ .repeating(0x80 - 0x61)) & ~(folded &+ .repeating(0x80 - 0x7b))
        let digits = (low &+ .repeating(0x80 - 0x30)) & ~(low &+ .repeating(0x80 - 0x3a))
        let others = ~(letters | digits) & .repeating(0x80) | block & .repeating(0x80)
        lowered = block | (letters & .repeating(0x80)) >> 2 & caseBits
        count = others.trailingZeroBitCount >> 3
    }
}

extension UInt64 {
    @inline(__always)
    static func repeating(_ byte: UInt8) -> UInt64 {
        UInt64(byte) &* 0x0101_0101_0101_0101
    }
}
