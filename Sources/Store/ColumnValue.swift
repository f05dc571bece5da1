import CSQLite

/// A value that a column can hold.
public protocol ColumnValue {
    func bind(to statement: Statement, at index: Int) throws(StoreError)
    init(column index: Int, of row: Row) throws(StoreError)
}

/// One row of a result, valid until the statement steps on.
public struct Row {
    /// The statement's; a reference to the statement would be counted at every column.
    let handle: OpaquePointer

    /// The value of a column, counted from 0; an error if it holds another type.
    public subscript<Value: ColumnValue>(_ index: Int) -> Value {
        get throws(StoreError) { try Value(column: index, of: self) }
    }

    public func isNull(_ index: Int) -> Bool {
        sqlite3_column_type(handle, Int32(index)) == SQLITE_NULL
    }

    /// A whole number, 0 for anything else. For columns whose type the schema guarantees.
    public func integer(_ index: Int) -> Int64 {
        sqlite3_column_int64(handle, Int32(index))
    }

    /// Lends the bytes of a text or blob; empty for null.
    public func withBytes<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        // The pointer is asked for before the length, which a conversion could change.
        let bytes = sqlite3_column_blob(handle, Int32(index))
        return body(
            UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, Int32(index)))))
    }

    func require(_ type: Int32, at index: Int) throws(StoreError) {
        let found = sqlite3_column_type(handle, Int32(index))
        guard found == type else {
            throw StoreError(kind: .type, detail: "column \(index) holds type \(found), not \(type)")
        }
    }
}

extension Int64: ColumnValue {
    public func bind(to statement: Statement, at index: Int) throws(StoreError) {
        try statement.bind(index, self)
    }

    public init(column index: Int, of row: Row) throws(StoreError) {
        try row.require(SQLITE_INTEGER, at: index)
        self = row.integer(index)
    }
}

extension Int: ColumnValue {
    public func bind(to statement: Statement, at index: Int) throws(StoreError) {
        try statement.bind(index, Int64(self))
    }

    public init(column index: Int, of row: Row) throws(StoreError) {
        self = Int(try Int64(column: index, of: row))
    }
}

extension Bool: ColumnValue {
    public func bind(to statement: Statement, at index: Int) throws(StoreError) {
        try statement.bind(index, self ? 1 : 0)
    }

    public init(column index: Int, of row: Row) throws(StoreError) {
        self = try Int64(column: index, of: row) != 0
    }
}

extension Double: ColumnValue {
    public func bind(to statement: Statement, at index: Int) throws(StoreError) {
        try statement.check(sqlite3_bind_double(statement.handle, Int32(index), self))
    }

    public init(column index: Int, of row: Row) throws(StoreError) {
        try row.require(SQLITE_FLOAT, at: index)
        self = sqlite3_column_double(row.handle, Int32(index))
    }
}

extension String: ColumnValue {
    public func bind(to statement: Statement, at index: Int) throws(StoreError) {
        try statement.check(
            quarry_bind_text_copy(statement.handle, Int32(index), self, UInt64(utf8.count)))
    }

    public init(column index: Int, of row: Row) throws(StoreError) {
        try row.require(SQLITE_TEXT, at: index)
        self = row.withBytes(index) { String(decoding: $0, as: UTF8.self) }
    }
}

extension Array: ColumnValue where Element == UInt8 {
    public func bind(to statement: Statement, at index: Int) throws(StoreError) {
        let code = withUnsafeBytes { bytes in
            bytes.baseAddress.map { quarry_bind_blob_copy(statement.handle, Int32(index), $0, UInt64(bytes.count)) }
                ?? sqlite3_bind_zeroblob(statement.handle, Int32(index), 0)
        }
        try statement.check(code)
    }

    public init(column index: Int, of row: Row) throws(StoreError) {
        try row.require(SQLITE_BLOB, at: index)
        self = row.withBytes(index) { [UInt8]($0) }
    }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    public func bind(to statement: Statement, at index: Int) throws(StoreError) {
        if let self { try self.bind(to: statement, at: index) } else { try statement.bindNull(index) }
    }

    public init(column index: Int, of row: Row) throws(StoreError) {
        self = row.isNull(index) ? nil : try Wrapped(column: index, of: row)
    }
}
