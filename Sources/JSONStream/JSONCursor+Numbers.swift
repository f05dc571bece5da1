extension JSONCursor {
    /// A whole number; `1.0` and `1e3` are not.
    @inlinable
    public mutating func integer() throws(JSONError) -> Int64 {
        switch try nextByte(.integer) {
        case 0x2d, 0x30...0x39: break
        default: throw mismatch(.integer)
        }
        let start = offset
        let text = try numberText()
        guard let number = Int64(text.string) else {
            let isWhole = text.withRawBytes { bytes in bytes.allSatisfy { $0 == 0x2d || (0x30...0x39).contains($0) } }
            throw JSONError(isWhole ? .numberOutOfRange : .wrongType(.number, expected: .integer), at: start)
        }
        return number
    }

    public mutating func double() throws(JSONError) -> Double {
        switch try nextByte(.number) {
        case 0x2d, 0x30...0x39: break
        default: throw mismatch(.number)
        }
        let start = offset
        let text = try numberText()
        guard let number = Double(text.string), number.isFinite else { throw JSONError(.numberOutOfRange, at: start) }
        return number
    }

    /// The digits of a number as written: a snowflake stays exact, whatever its size.
    public mutating func number() throws(JSONError) -> JSONText {
        switch try nextByte(.number) {
        case 0x2d, 0x30...0x39: return try numberText()
        default: throw mismatch(.number)
        }
    }

    @usableFromInline
    mutating func numberText() throws(JSONError) -> JSONText {
        let first = position
        var scan = position
        while scan < end, Self.isPartOfNumber(scan.pointee) { scan += 1 }
        // A document may be just a number; inside anything else a number that touches the end is cut off.
        guard scan < end || state.depth == 0 && isWhole else { throw error(.truncated) }
        let length = scan - first
        guard length <= limits.numberLength else { throw error(.numberTooLong(limit: limits.numberLength)) }
        guard Self.isNumber(UnsafeBufferPointer(start: first, count: length)) else {
            throw error(.unexpected(first.pointee, expected: .value))
        }
        position = scan
        state.isAfterValue = true
        return JSONText(start: first, count: length, hasEscapes: false)
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x2d, 0x2b, 0x2e, 0x65, 0x45: true
        default: false
        }
    }

    /// RFC 8259, section 6.
    private static func isNumber(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        func digits() -> Int {
            let first = index
            while index < bytes.count, (0x30...0x39).contains(bytes[index]) { index += 1 }
            return index - first
        }
        if index < bytes.count, bytes[index] == 0x2d { index += 1 }
        let whole = index
        let count = digits()
        guard count == 1 || count > 1 && bytes[whole] != 0x30 else { return false }
        if index < bytes.count, bytes[index] == 0x2e {
            index += 1
            guard digits() > 0 else { return false }
        }
        if index < bytes.count, bytes[index] | 0x20 == 0x65 {
            index += 1
            if index < bytes.count, bytes[index] == 0x2d || bytes[index] == 0x2b { index += 1 }
            guard digits() > 0 else { return false }
        }
        return index == bytes.count
    }
}
