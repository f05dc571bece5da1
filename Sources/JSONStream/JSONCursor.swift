/// Walks one JSON text from left to right and hands out its values; nothing is built that is not asked for.
///
/// A caller consumes exactly one value at a time: a scalar by its type, an object by `beginObject` and `nextKey` until that
/// returns nil, an array by `beginArray` and `nextElement`, anything by `skip`. A cursor lives inside the closure that gave
/// it; what it hands out is copied before the closure ends.
///
/// Departures from RFC 8259, all towards losing nothing: raw control bytes are allowed in strings, and the inside of a
/// skipped value is checked only for the balance of its brackets and quotes.
public struct JSONCursor: ~Copyable {
    @usableFromInline let start: UnsafePointer<UInt8>
    @usableFromInline let end: UnsafePointer<UInt8>
    @usableFromInline var position: UnsafePointer<UInt8>
    /// Where `start` lies in the source.
    @usableFromInline let origin: Int
    @usableFromInline let limits: JSONLimits
    /// Whether the source ends at `end`, so that a number there is not cut off.
    let isWhole: Bool
    @usableFromInline var state: State

    /// What must be known to go on inside a document: how deep, and whether a comma is due.
    @usableFromInline
    struct State {
        @usableFromInline var depth = 0
        @usableFromInline var isAfterValue = false

        @usableFromInline init() {}
    }

    init(
        _ bytes: UnsafeRawBufferPointer, origin: Int = 0, limits: JSONLimits = .standard, isWhole: Bool = true,
        state: State = State()
    ) {
        let base = bytes.baseAddress ?? Self.nowhere
        start = base.assumingMemoryBound(to: UInt8.self)
        position = start
        end = start + bytes.count
        self.origin = origin
        self.limits = limits
        self.isWhole = isWhole
        self.state = state
    }

    /// Stands for the address of an empty buffer, which has none.
    private static var nowhere: UnsafeRawPointer {
        UnsafeRawPointer(StaticString("").utf8Start)
    }

    /// Bytes from the start of the source.
    @inlinable
    public var offset: Int {
        origin + (position - start)
    }

    /// The type of the value that comes next.
    @inlinable
    public mutating func peek() throws(JSONError) -> JSONKind {
        switch try nextByte(.value) {
        case .openBrace: return .object
        case .openBracket: return .array
        case .quote: return .string
        case 0x2d, 0x30...0x39: return .number
        case 0x74, 0x66: return .boolean
        case 0x6e: return .null
        case let byte: throw error(.unexpected(byte, expected: .value))
        }
    }

    @inlinable
    public mutating func beginObject() throws(JSONError) {
        try open(.openBrace, .object)
    }

    /// The next key of the object that is open, with the cursor before its value; nil when the object has ended.
    @inlinable
    public mutating func nextKey() throws(JSONError) -> JSONText? {
        guard try nextMember(closing: .closeBrace) else { return nil }
        guard try nextByte(.key) == .quote else { throw error(.unexpected(position.pointee, expected: .key)) }
        let key = try quoted()
        guard try nextByte(.colon) == .colon else { throw error(.unexpected(position.pointee, expected: .colon)) }
        position += 1
        state.isAfterValue = false
        return key
    }

    @inlinable
    public mutating func beginArray() throws(JSONError) {
        try open(.openBracket, .array)
    }

    /// Whether the array that is open has another element, with the cursor before it.
    @inlinable
    public mutating func nextElement() throws(JSONError) -> Bool {
        guard try nextMember(closing: .closeBracket) else { return false }
        state.isAfterValue = false
        return true
    }

    @inlinable
    public mutating func string() throws(JSONError) -> JSONText {
        guard try nextByte(.string) == .quote else { throw mismatch(.string) }
        let text = try quoted()
        state.isAfterValue = true
        return text
    }

    @inlinable
    public mutating func boolean() throws(JSONError) -> Bool {
        switch try nextByte(.boolean) {
        case 0x74: try word("true")
        case 0x66:
            try word("false")
            return false
        default: throw mismatch(.boolean)
        }
        return true
    }

    /// Consumes a null if one comes next.
    @inlinable
    public mutating func null() throws(JSONError) -> Bool {
        guard try nextByte(.value) == 0x6e else { return false }
        try word("null")
        return true
    }

    /// Consumes the next value, whatever it is.
    public mutating func skip() throws(JSONError) {
        switch try nextByte(.value) {
        case .quote: _ = try quoted()
        case .openBrace, .openBracket: try skipNested()
        case 0x74: try word("true")
        case 0x66: try word("false")
        case 0x6e: try word("null")
        default: _ = try numberText()
        }
        state.isAfterValue = true
    }

    /// A place to return to.
    public struct Mark {
        @usableFromInline let position: UnsafePointer<UInt8>
        @usableFromInline let state: State

        @inlinable
        init(position: UnsafePointer<UInt8>, state: State) {
            self.position = position
            self.state = state
        }
    }

    /// Where the cursor stands, to read what comes next a second time.
    @inlinable
    public var mark: Mark {
        Mark(position: position, state: state)
    }

    @inlinable
    public mutating func goBack(to mark: Mark) {
        position = mark.position
        state = mark.state
    }

    /// Consumes the next value and lends it as it is written.
    @inlinable
    public mutating func raw<Result>(_ body: (UnsafeRawBufferPointer) -> Result) throws(JSONError) -> Result {
        _ = try nextByte(.value)
        let first = position
        try skip()
        return body(UnsafeRawBufferPointer(start: first, count: position - first))
    }

    @inlinable
    func error(_ kind: JSONError.Kind) -> JSONError {
        JSONError(kind, at: offset)
    }
}
