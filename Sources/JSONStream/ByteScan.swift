// Eight bytes at a time in one register. A byte test leaves 0x80 in each byte that passes it; bytes above the first that
// passes may be false, so only the lowest is used (Mycroft's test; see "Bit Twiddling Hacks", "Determine if a word has a
// zero byte").

extension UInt64 {
    @inlinable @inline(__always)
    static func repeating(_ byte: UInt8) -> UInt64 {
        UInt64(byte) &* 0x0101_0101_0101_0101
    }

    /// Marks the bytes that equal `byte`.
    @inlinable @inline(__always)
    func marking(_ byte: UInt8) -> UInt64 {
        let difference = self ^ .repeating(byte)
        return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
    }

    /// Marks the bytes below `bound`, which is at most 0x80.
    @inlinable @inline(__always)
    func markingBelow(_ bound: UInt8) -> UInt64 {
        (self &- .repeating(bound)) & ~self & 0x8080_8080_8080_8080
    }

    /// The index of the lowest marked byte.
    @inlinable @inline(__always)
    var firstMarked: Int {
        trailingZeroBitCount >> 3
    }
}

extension UnsafePointer<UInt8> {
    @inlinable @inline(__always)
    var word: UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(self).loadUnaligned(as: UInt64.self))
    }
}

@usableFromInline
enum ByteScan {
    /// The first quote or backslash at or after `start`, or `end`.
    @inlinable @inline(__always)
    static func quoteOrBackslash(
        from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8> {
        var position = start
        while end - position >= 8 {
            let word = position.word
            let marks = word.marking(.quote) | word.marking(.backslash)
            if marks != 0 { return position + marks.firstMarked }
            position += 8
        }
        while position < end, position.pointee != .quote, position.pointee != .backslash { position += 1 }
        return position
    }

    /// The first quote, brace or bracket at or after `start`, or `end`.
    @inlinable @inline(__always)
    static func structure(from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        var position = start
        while end - position >= 8 {
            // With bit 5 set a bracket reads as a brace, and nothing that JSON has outside of strings becomes a quote.
            let word = position.word | .repeating(0x20)
            let marks = word.marking(.quote) | word.marking(.openBrace) | word.marking(.closeBrace)
            if marks != 0 { return position + marks.firstMarked }
            position += 8
        }
        while position < end {
            switch position.pointee {
            case .quote, .openBrace, .closeBrace, .openBracket, .closeBracket: return position
            default: position += 1
            }
        }
        return position
    }

    /// The first byte at or after `start` that is not white space, or `end`.
    @inlinable @inline(__always)
    static func nonSpace(from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
        var position = start
        // Exporters indent: a line break, then a run of blanks.
        while position < end {
            let byte = position.pointee
            if byte == .space {
                while end - position >= 8, position.word == .repeating(.space) { position += 8 }
                while position < end, position.pointee == .space { position += 1 }
            } else if byte == 0x0a || byte == 0x0d || byte == 0x09 {
                position += 1
            } else {
                break
            }
        }
        return position
    }
}

extension UInt8 {
    @inlinable static var space: UInt8 { 0x20 }
    @inlinable static var quote: UInt8 { 0x22 }
    @inlinable static var backslash: UInt8 { 0x5c }
    @inlinable static var comma: UInt8 { 0x2c }
    @inlinable static var colon: UInt8 { 0x3a }
    @inlinable static var openBrace: UInt8 { 0x7b }
    @inlinable static var closeBrace: UInt8 { 0x7d }
    @inlinable static var openBracket: UInt8 { 0x5b }
    @inlinable static var closeBracket: UInt8 { 0x5d }
}
