/// Finds how far text may be copied as it stands.
enum UTF8Run {
    /// U+FFFD, which stands for what could not be read.
    static let replacement: [UInt8] = [0xef, 0xbf, 0xbd]

    /// The first byte at or after `start` that is a backslash, a NUL or not valid UTF-8, or `end`.
    @inline(__always)
    static func end(from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        var position = start
        while true {
            while end - position >= 8 {
                let word = position.word
                let marks = word.marking(.backslash) | word.markingBelow(1) | (word & .repeating(0x80))
                if marks != 0 {
                    position += marks.firstMarked
                    break
                }
                position += 8
            }
            guard position < end else { return end }
            let byte = position.pointee
            if byte >= 0x80 {
                let length = validLength(at: position, end: end)
                guard length > 0 else { return position }
                position += length
            } else if byte == .backslash || byte == 0 {
                return position
            } else {
                position += 1
            }
        }
    }

    /// The length of the well-formed multi-byte sequence at `position` (Unicode, table 3-7), or 0.
    @inline(__always)
    private static func validLength(at position: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) -> Int {
        let lead = position[0]
        let available = end - position
        switch lead {
        case 0xc2...0xdf:
            return available >= 2 && isContinuation(position[1]) ? 2 : 0
        case 0xe0...0xef:
            guard available >= 3, isContinuation(position[1]), isContinuation(position[2]) else { return 0 }
            if lead == 0xe0 && position[1] < 0xa0 { return 0 }
            if lead == 0xed && position[1] > 0x9f { return 0 }
            return 3
        case 0xf0...0xf4:
            guard available >= 4, isContinuation(position[1]), isContinuation(position[2]), isContinuation(position[3])
            else { return 0 }
            if lead == 0xf0 && position[1] < 0x90 { return 0 }
            if lead == 0xf4 && position[1] > 0x8f { return 0 }
            return 4
        default:
            return 0
        }
    }

    /// How many bytes one replacement stands for: the longest beginning of a sequence that could have been valid.
    static func invalidLength(at position: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>) -> Int {
        let lead = position[0]
        let wanted =
            switch lead {
            case 0xc2...0xdf: 2
            case 0xe0...0xef: 3
            case 0xf0...0xf4: 4
            default: 1
            }
        var length = 1
        while length < wanted, position + length < end, isContinuation(position[length]) {
            if length == 1 {
                let second = position[1]
                let refused =
                    lead == 0xe0 && second < 0xa0 || lead == 0xed && second > 0x9f || lead == 0xf0 && second < 0x90
                    || lead == 0xf4 && second > 0x8f
                if refused { break }
            }
            length += 1
        }
        return length
    }

    @inline(__always)
    private static func isContinuation(_ byte: UInt8) -> Bool {
        byte & 0xc0 == 0x80
    }
}
