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
        try value { cursor throws(JSONError) in try cursor.nextKey()?.string }
    }

    public mutating func beginArray() throws(JSONError) {
        try read { cursor throws(JSONError) in try cursor.beginArray() }
    }

    public mutating func nextElement() throws(JSONError) -> Bool {
        try value { cursor throws(JSONError) in try cursor.nextElement() }
    }

    public mutating func peek() throws(JSONError) -> JSONKind {
        try value { cursor throws(JSONError) in try cursor.peek() }
    }

    /// Reads the next value with `body`, which consumes it whole and may be called again from its start.
    ///
    /// After an error the reader stands where the value began; `resume(at:)` goes on behind the damage.
    @inlinable
    public mutating func value<Result>(
        _ body: (inout JSONCursor) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        var result: Result?
        try read { cursor throws(JSONError) in result = try body(&cursor) }
        guard let result else { preconditionFailure("a value was read without its body") }
        return result
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
        // Only a number or a word that is the whole document ends with its source.
        let isScalar = boundary.depth == 0 && !boundary.isInString
        guard state.depth == 0, isScalar else { throw JSONError(.truncated, at: offset) }
        state.isAfterValue = true
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
        } catch  where error.kind == .trailing {
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
        var boundary = ValueBoundary(endsAtBlanks: false)
        var isFirst = true
        while true {
            let reach = try fillForSearch()
            guard reach > 0 else { return false }
            let isLast = window.isExhausted
            // At least one byte is consumed, so that a stray bracket cannot hold the reader.
            let least = isFirst ? 1 : 0
            let outcome = window.withBytes { bytes in
                search(bytes, reach: reach, from: isValue ? least : 0, least: least, boundary: &boundary, isStart)
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

    /// Goes to the next place where `isStart`, as in `resume`, recognises an element, whatever it stands in. Returns false if
    /// the source ends first.
    public mutating func seek(_ isStart: (inout JSONCursor) -> Bool) throws(JSONError) -> Bool {
        while true {
            let reach = try fillForSearch()
            guard reach > 0 else { return false }
            let found = window.withBytes { firstStart(in: $0, 0..<reach, isStart) }
            window.advance(by: found ?? reach)
            if found != nil {
                state.isAfterValue = false
                return true
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

    /// How many bytes of the window to search: all but the last, which might begin an element that is not yet in it whole.
    private mutating func fillForSearch() throws(JSONError) -> Int {
        try window.fill(atLeast: 2 * Self.lookahead)
        return window.isExhausted ? window.available : window.available - Self.lookahead
    }

    private func search(
        _ bytes: UnsafeRawBufferPointer, reach: Int, from first: Int, least: Int, boundary: inout ValueBoundary,
        _ isStart: (inout JSONCursor) -> Bool
    ) -> SearchOutcome {
        let end = boundary.end(in: UnsafeRawBufferPointer(rebasing: bytes[..<reach])).map { max($0, least) }
        if let start = firstStart(in: bytes, first..<max(first, end ?? reach), isStart) { return .start(start) }
        return end.map { .end($0) } ?? .nothing(reach)
    }

    private func firstStart(
        in bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ isStart: (inout JSONCursor) -> Bool
    ) -> Int? {
        range.first { index in
            guard bytes[index] == .openBrace else { return false }
            let near = UnsafeRawBufferPointer(rebasing: bytes[index..<min(index + Self.lookahead, bytes.count)])
            var cursor = JSONCursor(near, limits: limits)
            return isStart(&cursor)
        }
    }

    // Without a result, so that it is compiled once and for all.
    @usableFromInline
    mutating func read(_ body: (inout JSONCursor) throws(JSONError) -> Void) throws(JSONError) {
        while true {
            do {
                return try attempt(body)
            } catch  where error.kind == .truncated && !window.isExhausted {
                if try !window.fill(), window.isFull { _ = try growForValue(at: offset) }
            } catch  where error.kind == .valueTooLong(limit: limits.stringLength) {
                try dropLongString()
            }
        }
    }

    private mutating func attempt(_ body: (inout JSONCursor) throws(JSONError) -> Void) throws(JSONError) {
        let limits = limits
        let before = state
        let origin = window.offset
        let isExhausted = window.isExhausted
        let (after, consumed) = try window.withBytes { bytes throws(JSONError) in
            var cursor = JSONCursor(bytes, origin: origin, limits: limits, isWhole: isExhausted, state: before)
            try body(&cursor)
            // What touches the end of the window may go on behind it.
            if cursor.position == cursor.end, !isExhausted { throw cursor.error(.truncated) }
            return (cursor.state, cursor.position - cursor.start)
        }
        state = after
        window.advance(by: consumed)
    }

    /// Empties the first string over the limit in the value at the front, and reads on to its end.
    private mutating func dropLongString() throws(JSONError) {
        let start = offset
        var boundary = ValueBoundary()
        var index = 0
        var stringStart = 0
        var dropped = 0
        while true {
            switch window.withBytes({ boundary.next(in: $0, from: index) }) {
            case .stringStart(let next):
                index = next
                stringStart = next
            case .stringEnd(let quote):
                index = quote + 1
                guard dropped + quote - stringStart > limits.stringLength else { continue }
                lostStrings.append(offset - dropped + stringStart - 1)
                return window.remove(stringStart..<quote)
            case .end:
                throw JSONError(.valueTooLong(limit: limits.stringLength), at: start)
            case .exhausted:
                index = window.available
                if boundary.isInString, dropped + index - stringStart > limits.stringLength {
                    dropped += index - stringStart
                    window.remove(stringStart..<index)
                    index = stringStart
                }
                guard try growForValue(at: start) else { throw JSONError(.truncated, at: start) }
            }
        }
    }

    /// Makes room for more of the value at the front, and reads it.
    private mutating func growForValue(at start: Int) throws(JSONError) -> Bool {
        guard window.available <= limits.valueLength else {
            throw JSONError(.valueTooLong(limit: limits.valueLength), at: start)
        }
        return try window.grow()
    }
}
