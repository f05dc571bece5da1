/// The bytes of a JSON document on their way to a file.
///
/// JSONWriter of JSONStream escapes and copies every text byte by byte; here keys are literals and texts are pieces
/// that were escaped once, so that nearly everything is a copy of memory. What is put must therefore be JSON already.
struct DocumentBuffer {
    enum Layout: Sendable {
        case compact
        /// Two blanks a level, as the exporter writes.
        case indented
    }

    enum Bracket {
        case object, array
    }

    private(set) var bytes: [UInt8] = []
    private let layout: Layout
    private var depth: Int
    private var isFirst = true

    /// Makes an empty buffer, for a piece that will stand this deep in a document.
    init(_ layout: Layout, depth: Int = 0) {
        self.layout = layout
        self.depth = depth
    }

    /// Forgets the bytes, keeping the memory and the place in the document.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    mutating func put(byte: UInt8) {
        bytes.append(byte)
    }

    mutating func put(_ literal: StaticString) {
        literal.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func put(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    mutating func put(piece bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes.append(contentsOf: bytes)
    }

    mutating func put(number: UInt64) {
        let mostDigits = 20
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: mostDigits) { digits in
            var start = mostDigits
            var rest = number
            repeat {
                start -= 1
                digits[start] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[start...]))
        }
    }

    mutating func put(_ number: Int) {
        put(number: UInt64(number.magnitude))
    }
}

extension DocumentBuffer {
    mutating func open(_ bracket: Bracket) {
        put(byte: bracket == .object ? UInt8(ascii: "{") : UInt8(ascii: "["))
        depth += 1
        isFirst = true
    }

    mutating func close(_ bracket: Bracket) {
        depth -= 1
        if !isFirst { breakLine() }
        put(byte: bracket == .object ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        isFirst = false
    }

    /// Starts an element of the array that is open.
    mutating func element() {
        if !isFirst { put(byte: UInt8(ascii: ",")) }
        isFirst = false
        breakLine()
    }

    /// Starts a member of the object that is open.
    mutating func key(_ name: StaticString) {
        element()
        put(byte: UInt8(ascii: "\""))
        put(name)
        put(layout == .indented ? "\": " : "\":")
    }

    private mutating func breakLine() {
        guard layout == .indented else { return }
        let margin: StaticString = "\n                                "
        precondition(2 * depth < margin.utf8CodeUnitCount, "no document of the exporter is this deep")
        margin.withUTF8Buffer { bytes.append(contentsOf: UnsafeBufferPointer(rebasing: $0[...(2 * depth)])) }
    }
}

extension DocumentBuffer {
    mutating func member(_ key: StaticString, _ literal: StaticString) {
        self.key(key)
        put(literal)
    }

    mutating func member(_ key: StaticString, quoted text: String) {
        self.key(key)
        put("\"")
        put(text)
        put("\"")
    }

    mutating func member(_ key: StaticString, _ flag: Bool) {
        self.key(key)
        put(flag ? "true" : "false")
    }

    mutating func member(_ key: StaticString, _ number: Int) {
        self.key(key)
        put(number)
    }

    mutating func member(_ key: StaticString, _ id: Snowflake) {
        self.key(key)
        put("\"")
        put(number: id.value)
        put("\"")
    }

    mutating func member(_ key: StaticString, _ instant: Instant, _ clock: Clock, ticks: Int = 0) {
        self.key(key)
        put(instant, clock, ticks: ticks)
    }
}
