/// A string as it stands in the source, still escaped. Valid only inside the closure that gave its cursor.
public struct JSONText {
    @usableFromInline let start: UnsafePointer<UInt8>
    /// Bytes between the quotes.
    public let count: Int
    @usableFromInline let hasEscapes: Bool

    @inlinable
    init(start: UnsafePointer<UInt8>, count: Int, hasEscapes: Bool) {
        self.start = start
        self.count = count
        self.hasEscapes = hasEscapes
    }

    /// Whether the text is `literal`, which has no escapes and no quotes.
    @inlinable
    public static func == (text: JSONText, literal: StaticString) -> Bool {
        guard text.count == literal.utf8CodeUnitCount, !text.hasEscapes else { return false }
        let other = literal.utf8Start
        for index in 0..<text.count where text.start[index] != other[index] { return false }
        return true
    }

    /// Lets a `switch` over a key list string literals.
    @inlinable
    public static func ~= (literal: StaticString, text: JSONText) -> Bool {
        text == literal
    }

    /// The decoded text, repaired as `append(to:)` says.
    public var string: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text as an unsigned decimal number without sign, blanks or leading zeros; nil if it is none or too large.
    @inlinable
    public var decimal: UInt64? {
        guard count > 0, count <= 20, start.pointee != 0x30 || count == 1 else { return nil }
        var number: UInt64 = 0
        for index in 0..<count {
            let digit = start[index] &- 0x30
            guard digit < 10 else { return nil }
            let (product, overflow) = number.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
            guard !overflow, !carry else { return nil }
            number = sum
        }
        return number
    }

    /// Lends the bytes as written.
    @inlinable
    public func withRawBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Appends the decoded text as valid UTF-8 and returns how many places had to be repaired: an invalid sequence, a lone
    /// surrogate or a NUL becomes U+FFFD; `\xNN`, which Telegram writes, becomes the character it means; a backslash
    /// before any other byte is dropped.
    @discardableResult
    public func append(to bytes: inout [UInt8]) -> Int {
        var repairs = 0
        let end = start + count
        var position = start
        while position < end {
            let runEnd = UTF8Run.end(from: position, to: end)
            bytes.append(contentsOf: UnsafeBufferPointer(start: position, count: runEnd - position))
            position = runEnd
            guard position < end else { break }
            if position.pointee == .backslash {
                position = decodeEscape(at: position, end: end, into: &bytes, repairs: &repairs)
            } else {
                bytes.append(contentsOf: UTF8Run.replacement)
                repairs += 1
                position += UTF8Run.invalidLength(at: position, end: end)
            }
        }
        return repairs
    }

    private func decodeEscape(
        at position: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, into bytes: inout [UInt8], repairs: inout Int
    ) -> UnsafePointer<UInt8> {
        guard position + 1 < end else {
            repairs += 1
            return end
        }
        let next = position + 2
        switch position[1] {
        case UInt8(ascii: "n"): bytes.append(0x0a)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "r"): bytes.append(0x0d)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0c)
        case .quote, .backslash, UInt8(ascii: "/"): bytes.append(position[1])
        case UInt8(ascii: "u"): return decodeUnicode(at: next, end: end, into: &bytes, repairs: &repairs)
        case UInt8(ascii: "x"):
            guard let value = hexadecimal(at: next, digits: 2, end: end) else {
                repairs += 1
                return next
            }
            if value != 0 { repairs += 1 }
            append(scalar: value, to: &bytes, repairs: &repairs)
            return next + 2
        default:
            repairs += 1
            // The byte may begin a longer sequence: the run that follows takes it up.
            return position + 1
        }
        return next
    }

    private func decodeUnicode(
        at digits: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, into bytes: inout [UInt8], repairs: inout Int
    ) -> UnsafePointer<UInt8> {
        guard let unit = hexadecimal(at: digits, digits: 4, end: end) else {
            repairs += 1
            bytes.append(contentsOf: UTF8Run.replacement)
            return digits
        }
        let next = digits + 4
        if (0xd800..<0xdc00).contains(unit), end - next >= 6, next[0] == .backslash, next[1] == UInt8(ascii: "u"),
            let low = hexadecimal(at: next + 2, digits: 4, end: end), (0xdc00..<0xe000).contains(low)
        {
            append(scalar: 0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00), to: &bytes, repairs: &repairs)
            return next + 6
        }
        append(scalar: unit, to: &bytes, repairs: &repairs)
        return next
    }

    private func append(scalar value: UInt32, to bytes: inout [UInt8], repairs: inout Int) {
        if value != 0, let scalar = Unicode.Scalar(value) {
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        } else {
            bytes.append(contentsOf: UTF8Run.replacement)
            repairs += 1
        }
    }

    private func hexadecimal(at start: UnsafePointer<UInt8>, digits: Int, end: UnsafePointer<UInt8>) -> UInt32? {
        guard end - start >= digits else { return nil }
        var value: UInt32 = 0
        for index in 0..<digits {
            switch start[index] {
            case 0x30...0x39: value = value << 4 | UInt32(start[index] - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(start[index] - 0x37)
            case 0x61...0x66: value = value << 4 | UInt32(start[index] - 0x57)
            default: return nil
            }
        }
        return value
    }
}
