/// Writes JSON into memory, keys in the order of the calls.
///
/// An array or object is written by a closure, so what is opened is always closed:
/// ```
/// writer.object {
///     $0.member("id", id)
///     $0.array("names") { $0.element("a") }
/// }
/// ```
public struct JSONWriter {
    public enum Layout: Sendable {
        /// One line.
        case compact
        /// Two blanks a level.
        case indented
    }

    /// What has been written so far.
    public private(set) var bytes: [UInt8] = []
    private let layout: Layout
    private var depth = 0
    private var isFirst = true
    /// Whether the separator before the next value is already written.
    private var isPlaced = false

    public init(_ layout: Layout = .compact) {
        self.layout = layout
    }

    public var text: String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// Forgets what was written, keeping its memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        depth = 0
        isFirst = true
    }

    public mutating func object<Failure>(_ body: (inout JSONWriter) throws(Failure) -> Void) throws(Failure) {
        try nested(.openBrace, .closeBrace, body)
    }

    public mutating func array<Failure>(_ body: (inout JSONWriter) throws(Failure) -> Void) throws(Failure) {
        try nested(.openBracket, .closeBracket, body)
    }

    public mutating func object<Failure>(
        _ key: String, _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        writeKey(key)
        try nested(.openBrace, .closeBrace, body)
    }

    public mutating func array<Failure>(
        _ key: String, _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        writeKey(key)
        try nested(.openBracket, .closeBracket, body)
    }

    /// Writes a member of the object that is open.
    public mutating func member(_ key: String, _ value: some JSONEncodable) {
        writeKey(key)
        value.write(to: &self)
        isPlaced = false
    }

    /// Writes a member of the object that is open, unless it is nil.
    public mutating func member(ifPresent key: String, _ value: (some JSONEncodable)?) {
        if let value { member(key, value) }
    }

    /// Writes an element of the array that is open.
    public mutating func element(_ value: some JSONEncodable) {
        separate()
        isPlaced = true
        value.write(to: &self)
        isPlaced = false
    }

    /// Ends a line of JSON Lines.
    public mutating func endLine() {
        bytes.append(0x0a)
        isFirst = true
    }

    private mutating func nested<Failure>(
        _ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        if !isPlaced { separate() }
        isPlaced = false
        bytes.append(open)
        depth += 1
        isFirst = true
        try body(&self)
        depth -= 1
        if !isFirst { breakLine() }
        bytes.append(close)
        isFirst = false
    }

    private mutating func writeKey(_ key: String) {
        separate()
        writeString(key)
        bytes.append(.colon)
        if layout == .indented { bytes.append(.space) }
        isPlaced = true
    }

    /// Puts what stands between the last element and the next.
    private mutating func separate() {
        if !isFirst { bytes.append(.comma) }
        isFirst = false
        if depth > 0 { breakLine() }
    }

    private mutating func breakLine() {
        guard layout == .indented else { return }
        bytes.append(0x0a)
        bytes.append(contentsOf: repeatElement(.space, count: 2 * depth))
    }

    mutating func write(literal: String) {
        bytes.append(contentsOf: literal.utf8)
    }

    /// Quotes and escapes what RFC 8259 requires; everything else stays as it is.
    mutating func writeString(_ text: String) {
        bytes.append(.quote)
        if text.utf8.contains(where: { $0 == 0xc2 || $0 == 0xe2 }), text.unicodeScalars.contains(where: \.isTreacherous)
        {
            return writeTreacherous(text)
        }
        for byte in text.utf8 {
            switch byte {
            case .quote, .backslash:
                bytes.append(.backslash)
                bytes.append(byte)
            case 0x0a: write(literal: "\\n")
            case 0x0d: write(literal: "\\r")
            case 0x09: write(literal: "\\t")
            case 0..<0x20, 0x7f:
                write(literal: byte < 0x10 ? "\\u000" : "\\u00")
                write(literal: String(byte, radix: 16))
            default: bytes.append(byte)
            }
        }
        bytes.append(.quote)
    }

    /// The rest of a string with scalars that drive a terminal: chat from strangers is printed as JSON too.
    private mutating func writeTreacherous(_ text: String) {
        for scalar in text.unicodeScalars {
            if scalar.isTreacherous {
                let digits = String(scalar.value, radix: 16)
                write(literal: "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits)
            } else {
                var part = JSONWriter()
                part.writeString(String(scalar))
                bytes.append(contentsOf: part.bytes.dropFirst().dropLast())
            }
        }
        bytes.append(.quote)
    }
}

extension Unicode.Scalar {
    /// C1 controls and the marks that change the direction of text; JSON allows them unescaped.
    fileprivate var isTreacherous: Bool {
        switch value {
        case 0x80...0x9f, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: true
        default: false
        }
    }
}
