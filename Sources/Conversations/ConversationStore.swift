import Chat
public import Store

/// Who answers whom in an archive, what each conversation is, and how it is cut into passages.
///
/// An actor over a connection of its own to the archive's database, with a queue of its own. One process writes; readers see
/// the last committed state. Everything here follows from the archive's messages: it can be thrown away and made again.
public actor ConversationStore {
    var database: Connection
    private let executor = SerialQueueExecutor(label: "quarry.conversations")
    /// Read when they are first needed, and again when the archive has changed.
    var channels = ChannelTable()
    var people = PeopleCache()

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Opens the conversations in an archive's database, and brings their schema up to date when it is opened for writing.
    public init(path: String, mode: Connection.Mode) throws {
        var database = try Connection(path: path, mode: mode)
        switch mode {
        case .create: try database.migrate(Self.schema, of: Self.part)
        case .readOnly:
            let found = try database.version(of: Self.part)
            guard found > 0 else { throw ConversationError.notMade }
            guard found == Self.schema.count else {
                throw ConversationError.otherVersion(found: found, known: Self.schema.count)
            }
        }
        self.database = database
    }

    /// Empties the write-ahead log into the database, as after a long run.
    public func checkpoint() throws {
        try database.checkpoint()
    }
}

/// Why there are no conversations to read.
public enum ConversationError: Error, Equatable, Sendable {
    /// No run has made conversations of this archive.
    case notMade
    case otherVersion(found: Int, known: Int)
    /// No message has the id.
    case unknown(id: String)
    case unknownChannel(String, known: [String])
    case unknownAuthor(String)
}
