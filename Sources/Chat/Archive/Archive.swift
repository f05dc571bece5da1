public import Store

/// The durable record of a community: its messages as the newest exports have them, what they were before, and what was
/// deleted.
///
/// An actor over one database connection with a queue of its own. One process writes (`Pipeline` holds the folder); readers
/// open the same file and see the last committed state.
public actor Archive {
    public nonisolated let path: String
    var database: Connection
    private let executor = SerialQueueExecutor(label: "quarry.archive")
    /// The export that is being read, if any.
    var reading: ExportInProgress?
    /// The export whose messages come next, where its bytes are known.
    var twin: OpenedExport?
    /// The exports that wait for their commit, if any.
    var group: ExportGroup?
    var authorList = AuthorList()

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Opens the archive in a database file, and brings its schema up to date when it is opened for writing.
    public init(path: String, mode: Connection.Mode) throws {
        var database = try Connection(path: path, mode: mode)
        if mode == .create {
            try database.migrate(Self.schema)
        } else {
            try database.requireVersion(of: Self.schema)
        }
        self.database = database
        self.path = path
    }

    /// Empties the write-ahead log into the database, as after a long run.
    public func checkpoint() throws {
        try database.checkpoint()
    }

    public func integrityProblems() throws -> [String] {
        try database.integrityProblems()
    }

    public func backup(to path: String) throws {
        try database.backup(to: path)
    }
}

/// Which platform an id belongs to.
public enum Source: Int, Sendable {
    case discord = 1
}
