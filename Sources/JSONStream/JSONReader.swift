/// Reads JSON of any size through a window of constant size.
///
/// The outer structure is walked with `beginObject`, `nextKey`, `beginArray` and `nextElement`; each value inside is read by a
/// `JSONCursor` that `value(_:)` lends:
/// ```
/// try reader.beginArray()
/// while try reader.nextElement() {
///     try reader.value { cursor in … }
/// }
/// ```
/// A value that does not fit in what is left of the window is read again after the window has moved, so a body must begin
/// by undoing what an earlier attempt at the same value has done. With windows a few hundred times the size of a value this
/// costs nothing, and spares a separate pass that finds each value's end.
///
/// Memory: one window, or the longest value where that is longer (at most `limits.valueLength`).
public struct JSONReader: ~Copyable {
    private var window: Window
    private var state = JSONCursor.State()
    private let limits: JSONLimits
    /// Where strings over the limit stood; each was read as an empty string.
    public private(set) var lostStrings: [Int] = []

    public init(_ source: any ByteSource, limits: JSONLimits = .standard, windowSize: Int = 256 << 10) {
        window = Window(source, size: windowSize)
        self.limits = limits
    }

    /// Bytes from the start of the source.
    public var offset: Int {
        window.offset
    }

    public mutating func beginObject() throws(JSONError) {
        try read { cursor throws(JSONError) in try cursor.beginObject() }
    }

    public mutating func nextKey() throws(JSONError) -> String? {
        try read { cursor throws(JSONError) in try cursor.nextKey()?.string }
    }

    public mutating func beginArray() throws(JSONError) {
        try read { cursor throws(JSONError) in try cursor.beginArray() }
    }

    public mutating func nextElement() throws(JSONError) -> Bool {
        try read { cursor throws(JSONError) in try cursor.nextElement() }
    }

    public mutating func peek() throws(JSONError) -> JSONKind {
        try read { cursor throws(JSONError) in try cursor.peek() }
    }

    /// Reads the next value with `body`, which consumes it whole and may be called again from its start.
    ///
    /// After an error the reader stands where the value began; `resume(at:)` goes on behind the damage.
    public mutating func value<Result>(
        _ body: (inout JSONCursor) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        try read(body)
    }

    /// Skips the next value in constant memory, whatever its size and depth.
    public mutating func skip() throws(JSONError) {
        _ = try peek()
        var boundary = ValueBoundary()
        repeat {
            if let end = window.withBytes({ boundary.end(in: $0) }) {
                window.advance(by: end)
                state.isAfterValue = true
                return
            }
            window.advance(by: window.available)
        } while try window.fill()
        throw JSONError(.truncated, at: offset)
    }

    /// Checks that nothing but white space is left.
    public mutating func finish() throws(JSONError) {
        repeat {
            let blank = window.withBytes { bytes in bytes.prefix { $0 <= .space }.count }
            window.advance(by: blank)
            guard window.available == 0 else { throw JSONError(.trailing, at: offset) }
        } while try window.fill()
    }

    /// Whether only white space is left: the end of a sequence of documents, as in JSON Lines.
    public mutating func isAtEnd() throws(JSONError) -> Bool {
        do {
            try finish()
            return true
        } catch where error.kind == .trailing {
            state = JSONCursor.State()
            return false
        }
    }

    /// Goes on behind a damaged element: at the next place inside or after it where `isStart` recognises an element, else
    /// behind its end. Returns false if the source ends first.
    ///
    /// - Parameters:
    ///   - isStart: is lent up to 4 kB from each opening brace.
    ///   - isValue: whether a damaged value begins here; otherwise the damage is in what stands between values.
    public mutating func resume(
        behindValue isValue: Bool, at isStart: (inout JSONCursor) -> Bool
    ) throws(JSONError) -> Bool {
        var boundary = ValueBoundary()
        var isFirst = true
        while true {
            try window.fill(atLeast: Self.lookahead)
            guard window.available > 0 else { return false }
            // All but the last bytes, which might begin an element that is not yet in the window whole.
            let isLast = window.isExhausted
            let reach = isLast ? window.available : max(1, window.available - Self.lookahead)
            let outcome = window.withBytes { bytes in
                search(bytes, reach: reach, from: isFirst && isValue ? 1 : 0, boundary: &boundary, isStart)
            }
            isFirst = false
            window.advance(by: outcome.offset)
            switch outcome {
            case .start:
                state.isAfterValue = false
                return true
            case .end:
                state.isAfterValue = true
                return true
            case .nothing:
                if isLast { return false }
            }
        }
    }
}

extension JSONReader {
    private static var lookahead: Int { 4096 }

    private enum SearchOutcome {
        case start(Int)
        case end(Int)
        case nothing(Int)

        var offset: Int {
            switch self {
            case .start(let offset), .end(let offset), .nothing(let offset): offset
            }
        }
    }

    private func search(
        _ bytes: UnsafeRawBufferPointer, reach: Int, from first: Int, boundary: inout ValueBoundary,
        _ isStart: (inout JSONCursor) -> Bool
    ) -> SearchOutcome {
        // At least one byte is consumed, so that a stray bracket cannot hold the reader.
        let end = boundary.end(in: UnsafeRawBufferPointer(rebasing: bytes[..<reach])).map { max($0, 1) }
        for index in first..<max(first, end ?? reach) where bytes[index] == .openBrace {
            let near = UnsafeRawBufferPointer(rebasing: bytes[index..<min(index + Self.lookahead, bytes.count)])
            var cursor = JSONCursor(near, limits: limits)
            if isStart(&cursor) { return .start(index) }
        }
        return end.map { .end($0) } ?? .nothing(reach)
    }

    private mutating func read<Result>(
        _ body: (inout JSONCursor) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        while true {
            do {
                return try attempt(body)
            } catch where error.kind == .truncated && !window.isExhausted {
                if try !window.fill(), window.isFull { try assemble() }
            } catch where error.kind == .valueTooLong(limit: limits.stringLength) && !window.isExhausted {
                try assemble()
            }
        }
    }

    private mutating func attempt<Result>(
        _ body: (inout JSONCursor) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        let limits = limits
        let before = state
        let origin = window.offset
        let isExhausted = window.isExhausted
        let (result, after, consumed) = try window.withBytes { bytes throws(JSONError) in
            var cursor = JSONCursor(bytes, origin: origin, limits: limits, state: before)
            let result = try body(&cursor)
            // What touches the end of the window may go on behind it.
            if cursor.position == cursor.end, !isExhausted { throw cursor.error(.truncated) }
            return (result, cursor.state, cursor.position - cursor.start)
        }
        state = after
        window.advance(by: consumed)
        return result
    }

    /// Brings the whole value at the front into the window, with strings over the limit emptied.
    private mutating func assemble() throws(JSONError) {
        let start = offset
        var boundary = ValueBoundary()
        var index = 0
        var stringStart = 0
        var dropped = 0
        scan: while true {
            switch window.withBytes({ boundary.next(in: $0, from: index) }) {
            case .stringStart(let next):
                index = next
                stringStart = next
                dropped = 0
            case .stringEnd(let quote):
                index = quote + 1
                if dropped + quote - stringStart > limits.stringLength {
                    lostStrings.append(offset + stringStart - 1)
                    window.remove(stringStart..<quote)
                    index = stringStart + 1
                }
                if boundary.depth == 0 { break scan }
            case .end:
                break scan
            case .exhausted:
                index = window.available
                if boundary.isInString, dropped + index - stringStart > limits.stringLength {
                    dropped += index - stringStart
                    window.remove(stringStart..<index)
                    index = stringStart
                }
                guard window.available <= limits.valueLength else {
                    throw JSONError(.valueTooLong(limit: limits.valueLength), at: start)
                }
                guard try window.grow() else { throw JSONError(.truncated, at: start) }
            }
        }
    }
}
