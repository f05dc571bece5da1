import CSQLite

/// The owner of one SQLite connection; it lives in one actor or one thread.
///
/// Write-ahead log, so that readers see the last committed state while a writer works. `synchronous` is NORMAL: a kill of the
/// process loses nothing, and a power cut can lose the last commits but never damage the file. What is lost then is read
/// again from the exports, since a file counts as read only by a row of the same transaction; FULL would cost one fsync a
/// transaction for no fact that cannot be had again.
public struct Connection: ~Copyable {
    let handle: OpaquePointer
    private var statements: [SQL: Statement] = [:]

    public enum Mode: Sendable {
        case create
        /// Readers may stand beside a writer.
        case readOnly
    }

    /// Opens the file, or a database in memory for the path ":memory:".
    public init(path: String, mode: Mode = .create, busyTimeout: Duration = .seconds(5)) throws(StoreError) {
        handle = try Self.open(path, mode, busyTimeout: busyTimeout)
    }

    private static func open(
        _ path: String, _ mode: Mode, busyTimeout: Duration
    ) throws(StoreError) -> OpaquePointer {
        let flags =
            switch mode {
            case .create: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            case .readOnly: SQLITE_OPEN_READONLY
            }
        _ = library
        var opened: OpaquePointer?
        let code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let opened else {
            let error = StoreError(opened, code: code)
            sqlite3_close_v2(opened)
            throw error
        }
        sqlite3_busy_timeout(opened, Int32(min(busyTimeout / .milliseconds(1), Double(Int32.max))))
        _ = quarry_set_defensive(opened)
        let settings = (mode == .create ? writerSettings : readerSettings) + connectionSettings
        let outcome = sqlite3_exec(opened, settings, nil, nil, nil)
        guard outcome == SQLITE_OK else {
            let error = StoreError(opened, code: outcome)
            sqlite3_close_v2(opened)
            throw error
        }
        return opened
    }

    /// Settings of the library as a whole, made once, before its first use; refused without harm where it was used before.
    private static let library: Int32 = quarry_forgo_memory_statistics()

    /// Pages of 8 kB: rows with text fill them better than 4 kB. A checkpoint every 4,000 pages, 32 MB; a checkpoint from a
    /// second thread, and one every 256 MB, measured slower.
    private static var writerSettings: String {
        """
        PRAGMA page_size = 8192;
        PRAGMA journal_mode = WAL;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA wal_autocheckpoint = 4000;
        PRAGMA cache_size = -32768;
        """
    }

    private static var readerSettings: String {
        "PRAGMA cache_size = -1024;"
    }

    private static var connectionSettings: String {
        """
        PRAGMA synchronous = NORMAL;
        PRAGMA temp_store = MEMORY;
        """
    }

    deinit {
        // Statements that are still held keep the database open until they go (sqlite3_close_v2).
        sqlite3_close_v2(handle)
    }

    /// The prepared statement for this text, made once for each connection and reset when it is handed out.
    public mutating func statement(_ sql: SQL) throws(StoreError) -> Statement {
        if let known = statements[sql] {
            known.reset()
            return known
        }
        let made = try Statement(sql, on: handle)
        statements[sql] = made
        return made
    }

    /// Runs a statement that gives no rows, and returns how many rows it changed.
    @discardableResult
    public mutating func execute(_ sql: SQL, _ values: any ColumnValue...) throws(StoreError) -> Int {
        let statement = try statement(sql)
        try statement.run(values)
        return Int(sqlite3_changes64(handle))
    }

    /// Calls `body` for each row.
    public mutating func query(
        _ sql: SQL, _ values: any ColumnValue..., body: (Row) throws(StoreError) -> Void
    ) throws(StoreError) {
        let statement = try statement(sql)
        try statement.bind(all: values)
        defer { statement.reset() }
        while try statement.step() { try body(statement.row) }
    }

    /// Calls `body` for each row until it says that it has seen enough.
    public mutating func scan(
        _ sql: SQL, _ values: any ColumnValue..., whileTrue body: (Row) throws(StoreError) -> Bool
    ) throws(StoreError) {
        let statement = try statement(sql)
        try statement.bind(all: values)
        defer { statement.reset() }
        while try statement.step(), try body(statement.row) {}
    }

    /// All rows, each decoded by `decode`.
    public mutating func rows<Element>(
        _ sql: SQL, _ values: any ColumnValue..., decode: (Row) throws(StoreError) -> Element
    ) throws(StoreError) -> [Element] {
        try rows(sql, values, decode: decode)
    }

    /// As above, for values gathered beforehand.
    public mutating func rows<Element>(
        _ sql: SQL, _ values: [any ColumnValue], decode: (Row) throws(StoreError) -> Element
    ) throws(StoreError) -> [Element] {
        let statement = try statement(sql)
        try statement.bind(all: values)
        defer { statement.reset() }
        var elements: [Element] = []
        while try statement.step() { elements.append(try decode(statement.row)) }
        return elements
    }

    /// The first column of the first row, if there is one.
    public mutating func value<Value: ColumnValue>(
        _ sql: SQL, _ values: any ColumnValue..., as type: Value.Type = Value.self
    ) throws(StoreError) -> Value? {
        let statement = try statement(sql)
        try statement.bind(all: values)
        defer { statement.reset() }
        guard try statement.step() else { return nil }
        return try statement.row[0]
    }

    /// The key of the row last inserted.
    public var lastInsertedKey: Int64 {
        sqlite3_last_insert_rowid(handle)
    }

    /// Runs SQL once, without keeping the statement.
    func run(_ sql: SQL) throws(StoreError) {
        let statement = try Statement(sql, on: handle)
        while try statement.step() {}
    }
}
