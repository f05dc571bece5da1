/// A set of ASCII bytes.
struct ByteSet: Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    init(_ members: StaticString) {
        members.withUTF8Buffer { for byte in $0 { insert(byte) } }
    }

    /// The letters and digits, and the given bytes.
    init(alphanumericAnd members: StaticString) {
        self.init(members)
        for range in [UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z")] {
            for byte in range { insert(byte) }
        }
        for byte in UInt8(ascii: "a")...UInt8(ascii: "z") { insert(byte) }
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        // Shifts by 64 and more give 0, so one expression serves both halves and the bytes above ASCII.
        (low >> UInt64(byte) | (byte >= 64 ? high >> UInt64(byte &- 64) : 0)) & 1 != 0
    }

    private mutating func insert(_ byte: UInt8) {
        precondition(byte < 128, "a byte set holds ASCII")
        if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
    }

    static let digits = ByteSet("0123456789")
    static let hexadecimal = ByteSet("0123456789abcdefABCDEF")
    static let alphanumeric = ByteSet(alphanumericAnd: "")
    static let word = ByteSet(alphanumericAnd: "_")
    static let base64URL = ByteSet(alphanumericAnd: "-_")
    static let base64 = ByteSet(alphanumericAnd: "+/=")
    static let blanks = ByteSet(" \t")
    static let space = ByteSet(" \t\n\r")
}

extension UInt8 {
    @inline(__always) var isDigit: Bool { self &- 0x30 < 10 }
    @inline(__always) var isUpper: Bool { self &- 0x41 < 26 }
    @inline(__always) var isLower: Bool { self &- 0x61 < 26 }
    @inline(__always) var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    @inline(__always) var isAlphanumeric: Bool { isDigit || isLetter }
    /// Space, tab or the end of a line.
    @inline(__always) var isSpace: Bool { self == 0x20 || self &- 0x09 < 5 }
    /// A letter in lower case; only for letters.
    @inline(__always) var lowered: UInt8 { self | 0x20 }
}
