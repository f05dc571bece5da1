import CSQLite

/// A prepared statement. It belongs to its connection's actor.
public final class Statement {
    let handle: OpaquePointer
    private let database: OpaquePointer
    private let sql: SQL

    init(_ sql: SQL, on database: OpaquePointer) throws(StoreError) {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(database, sql.text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw StoreError(database, code: code, statement: sql.text) }
        handle = prepared
        self.database = database
        self.sql = sql
    }

    deinit {
        sqlite3_finalize(handle)
    }

    /// Goes to the next row; false when there is none.
    public func step() throws(StoreError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw failure(code)
        }
    }

    /// Runs to the end and resets, keeping the values bound.
    public func run() throws(StoreError) {
        defer { reset() }
        while try step() {}
    }

    /// Makes the statement ready to run again.
    public func reset() {
        sqlite3_reset(handle)
    }

    /// The row that `step` went to.
    public var row: Row {
        Row(handle: handle)
    }

    /// Binds parameter `index`, counted from 1.
    public func bind(_ index: Int, _ number: Int64) throws(StoreError) {
        try check(sqlite3_bind_int64(handle, Int32(index), number))
    }

    public func bind(_ index: Int, _ number: Int64?) throws(StoreError) {
        if let number { try bind(index, number) } else { try bindNull(index) }
    }

    public func bindNull(_ index: Int) throws(StoreError) {
        try check(sqlite3_bind_null(handle, Int32(index)))
    }

    /// Binds UTF-8 text without a copy: the bytes must stay until the statement has run.
    public func bind(_ index: Int, borrowedText bytes: UnsafeRawBufferPointer) throws(StoreError) {
        let empty = UnsafeRawPointer(StaticString("").utf8Start)
        let text = (bytes.baseAddress ?? empty).assumingMemoryBound(to: CChar.self)
        try check(quarry_bind_text_borrowed(handle, Int32(index), text, UInt64(bytes.count)))
    }

    /// Binds UTF-8 text.
    public func bind(_ index: Int, text bytes: UnsafeRawBufferPointer) throws(StoreError) {
        let empty = UnsafeRawPointer(StaticString("").utf8Start)
        let text = (bytes.baseAddress ?? empty).assumingMemoryBound(to: CChar.self)
        try check(quarry_bind_text_copy(handle, Int32(index), text, UInt64(bytes.count)))
    }

    func bind(all values: [any ColumnValue]) throws(StoreError) {
        for (offset, value) in values.enumerated() { try value.bind(to: self, at: offset + 1) }
    }

    func run(_ values: [any ColumnValue]) throws(StoreError) {
        try bind(all: values)
        try run()
    }

    func check(_ code: Int32) throws(StoreError) {
        guard code == SQLITE_OK else { throw failure(code) }
    }

    private func failure(_ code: Int32) -> StoreError {
        StoreError(database, code: code, statement: sql.text)
    }
}
