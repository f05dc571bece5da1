/// Little-endian f32 numbers in base64 (RFC 4648, section 4).
enum Base64Floats {
    /// Nil if the text is not base64, padded or not, of whole numbers.
    static func decode(_ text: [UInt8]) -> [Float]? {
        var digits = text[...]
        while digits.last == UInt8(ascii: "="), text.count - digits.count < 2 { digits.removeLast() }
        // A padded text has whole groups of four.
        guard digits.count == text.count || text.count.isMultiple(of: 4) else { return nil }
        let byteCount = digits.count * 6 / 8
        guard byteCount.isMultiple(of: 4), digits.count == (byteCount * 8 + 5) / 6 else { return nil }
        var floats: [Float] = []
        floats.reserveCapacity(byteCount / 4)
        var bits: UInt64 = 0
        var bitCount = 0
        for digit in digits {
            guard let value = value(of: digit) else { return nil }
            bits = bits << 6 | UInt64(value)
            bitCount += 6
            if bitCount >= 32 {
                bitCount -= 32
                // The first byte is the highest of the group and the lowest of the number.
                floats.append(Float(bitPattern: UInt32(truncatingIfNeeded: bits >> UInt64(bitCount)).byteSwapped))
            }
        }
        return floats
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): digit - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): digit - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
