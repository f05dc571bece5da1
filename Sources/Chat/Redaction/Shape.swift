/// What a run of bytes is made of: whether somebody wrote it, or a generator.
///
/// Words change seldom between capitals, small letters and digits; of random characters about six in ten differ in kind
/// from their neighbour, of random hexadecimal digits nearly half.
struct Shape {
    private(set) var count = 0
    private(set) var lower = 0
    private(set) var upper = 0
    private(set) var digits = 0
    /// Bytes that are neither letters nor digits.
    private(set) var others = 0
    /// Neighbours of different kinds.
    private(set) var changes = 0
    /// Different bytes, counted modulo 64.
    private(set) var kinds = 0

    init(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) {
        var last = 0
        var seen: UInt64 = 0
        for byte in bytes {
            count += 1
            seen |= 1 << UInt64(byte & 63)
            let kind =
                if byte.isLower { 1 } else if byte.isUpper { 2 } else if byte.isDigit { 3 } else { 4 }
            switch kind {
            case 1: lower += 1
            case 2: upper += 1
            case 3: digits += 1
            default: others += 1
            }
            if last != 0, last != kind, kind != 4, last != 4 { changes += 1 }
            last = kind
        }
        kinds = seen.nonzeroBitCount
    }

    var letters: Int { lower + upper }

    /// Made of few characters, as `xxxxxxxx` and `XXXX-XXXX`, which stand for a key.
    var isFiller: Bool {
        kinds < 6
    }

    /// As a generator makes it, of letters and digits.
    var isRandom: Bool {
        digits >= 2 && letters >= 2 && changes * 4 >= count && !isFiller
    }

    /// As a generator makes it, of letters alone.
    var isMixedCase: Bool {
        upper >= 4 && lower >= 4 && changes * 3 >= count && !isFiller
    }
}
