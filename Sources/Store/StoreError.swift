import CSQLite

/// What the database refused, with the statement but never with the values bound to it.
public struct StoreError: Error, Equatable, Sendable {
    public let kind: Kind
    /// SQLite's extended result code; 0 where SQLite was not asked.
    public let code: Int32
    public let detail: String
    public let statement: String?

    public enum Kind: Equatable, Sendable {
        /// Another connection holds the lock for longer than the busy time-out.
        case busy
        case constraint
        case full
        case corrupt
        case readOnly
        /// The file could not be opened or read.
        case unavailable
        /// The file was written by a later version.
        case newer(found: Int, known: Int)
        /// The file was written by an earlier version, and is open for reading only.
        case older(found: Int, known: Int)
        /// The file is a database of another program.
        case foreign
        /// Another writer holds the lock.
        case held(by: String)
        /// A column holds another type than the caller decodes.
        case type
        case other
    }

    /// Whether the same call may succeed later.
    public var isRetriable: Bool {
        kind == .busy
    }

    init(kind: Kind, code: Int32 = 0, detail: String, statement: String? = nil) {
        self.kind = kind
        self.code = code
        self.detail = detail
        self.statement = statement
    }

    /// A row holds a value that its readers do not know.
    public init(unexpected what: String, found: String) {
        self.init(kind: .type, detail: "\(what) that this version does not know: \(found)")
    }

    /// The last error of a connection.
    init(_ database: OpaquePointer?, code: Int32, statement: String? = nil) {
        let detail = database.flatMap { sqlite3_errmsg($0) } ?? sqlite3_errstr(code)
        self.init(
            kind: Self.kind(of: code), code: code, detail: detail.map { String(cString: $0) } ?? "",
            statement: statement)
    }

    private static func kind(of code: Int32) -> Kind {
        switch code & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_CONSTRAINT: .constraint
        case SQLITE_FULL: .full
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
        case SQLITE_READONLY, SQLITE_PERM: .readOnly
        case SQLITE_CANTOPEN, SQLITE_IOERR: .unavailable
        default: .other
        }
    }
}

extension StoreError: CustomStringConvertible {
    public var description: String {
        switch kind {
        case .newer(let found, let known):
            "the database has schema \(found), this version knows up to \(known); use a newer quarry"
        case .older(let found, let known):
            "the database has schema \(found), this version reads \(known); run an ingest to bring it up to date"
        case .foreign: "the file is a database of another program"
        case .busy: "the database is locked by another process; try again when it has finished"
        case .full: "the disk is full; free some space and run again"
        case .corrupt: "the database is damaged (\(detail)); restore a backup, or delete it and ingest again"
        default: statement.map { "\(detail), in: \($0)" } ?? detail
        }
    }
}
