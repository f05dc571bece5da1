/// A value that reads itself from JSON.
///
/// For small documents: a configuration, an answer, a record. A type walks its own keys, so an unknown or missing one is an
/// error that knows its offset:
/// ```
/// init(from cursor: inout JSONCursor) throws(JSONError) {
///     try cursor.beginObject()
///     while let key = try cursor.nextKey() {
///         switch key {
///         case "name": name = try cursor.decode()
///         default: try cursor.skip()
///         }
///     }
/// }
/// ```
public protocol JSONDecodable {
    init(from cursor: inout JSONCursor) throws(JSONError)
}

extension JSONDecodable {
    /// Reads a whole document.
    public init(json bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        self = try JSONCursor.reading(bytes, limits: limits) { cursor throws(JSONError) in
            try Self(from: &cursor)
        }
    }
}

extension JSONCursor {
    /// Lends a cursor over a whole document to `body`, and checks that nothing follows what it reads.
    public static func reading<Result>(
        _ bytes: [UInt8], limits: JSONLimits = .standard,
        _ body: (inout JSONCursor) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        let outcome = bytes.withUnsafeBytes { buffer -> Swift.Result<Result, JSONError> in
            var cursor = JSONCursor(buffer, limits: limits)
            do throws(JSONError) {
                let result = try body(&cursor)
                cursor.position = ByteScan.nonSpace(from: cursor.position, to: cursor.end)
                return cursor.position == cursor.end ? .success(result) : .failure(cursor.error(.trailing))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    /// Lends a cursor over a document that lies in memory to `body`, which may leave as soon as it knows enough; what it
    /// did not read is not checked.
    public static func walking<Result>(
        _ bytes: UnsafeRawBufferPointer, limits: JSONLimits = .standard,
        _ body: (inout JSONCursor) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        var cursor = JSONCursor(bytes, limits: limits)
        return try body(&cursor)
    }

    /// The next value as the type the caller expects.
    @inlinable
    public mutating func decode<Value: JSONDecodable>(_ type: Value.Type = Value.self) throws(JSONError) -> Value {
        try Value(from: &self)
    }
}

extension String: JSONDecodable {
    public init(from cursor: inout JSONCursor) throws(JSONError) {
        self = try cursor.string().string
    }
}

extension Bool: JSONDecodable {
    public init(from cursor: inout JSONCursor) throws(JSONError) {
        self = try cursor.boolean()
    }
}

extension Int: JSONDecodable {
    public init(from cursor: inout JSONCursor) throws(JSONError) {
        self = Int(try cursor.integer())
    }
}

extension Double: JSONDecodable {
    public init(from cursor: inout JSONCursor) throws(JSONError) {
        self = try cursor.double()
    }
}

extension Optional: JSONDecodable where Wrapped: JSONDecodable {
    public init(from cursor: inout JSONCursor) throws(JSONError) {
        self = try cursor.null() ? nil : Wrapped(from: &cursor)
    }
}

extension Array: JSONDecodable where Element: JSONDecodable {
    public init(from cursor: inout JSONCursor) throws(JSONError) {
        self = []
        try cursor.beginArray()
        while try cursor.nextElement() { append(try Element(from: &cursor)) }
    }
}
