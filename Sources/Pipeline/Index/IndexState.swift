import Embedding
import Store

/// What the database knows of the index: which collection it is, up to which passage it goes, and the vectors of texts.
///
/// An actor over a connection of its own, with a queue of its own.
actor IndexState {
    private var database: Connection
    private let executor = SerialQueueExecutor(label: "quarry.index")

    nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// The collection that searches use, and how far it is.
    struct Mark: Equatable, Sendable {
        var collection: String
        /// What the encoder was called.
        var encoder: String
        /// The greatest key of its passages.
        var passage: Int64
    }

    private static let part = "index"
    private static let schema = [
        Migration(
            "which collection is searched",
            [
                // One row: what searches use. Another encoder's collection is made beside it, and takes its place when it is whole.
                """
                CREATE TABLE searched (
                    one INTEGER PRIMARY KEY CHECK (one = 1), collection TEXT NOT NULL, encoder TEXT NOT NULL)
                """,
                // Up to which passage a collection goes, and how many it had when it was made one segment last.
                """
                CREATE TABLE indexed (
                    collection TEXT PRIMARY KEY, passage INTEGER NOT NULL, compacted INTEGER NOT NULL) WITHOUT ROWID
                """,
            ])
    ]

    init(path: String) throws {
        database = try Connection(path: path)
        try database.migrate(KeptVectors.schema, of: "vectors")
        try database.migrate(Self.schema, of: Self.part)
    }

    /// Opens the state for reading.
    init(readingAt path: String) throws {
        database = try Connection(path: path, mode: .readOnly)
    }

    /// What searches use; nil where nothing is indexed.
    func searched() throws -> Mark? {
        try database.version(of: Self.part) > 0 ? mark() : nil
    }

    func mark() throws -> Mark? {
        try database.rows(
            """
            SELECT collection, encoder, (SELECT passage FROM indexed WHERE indexed.collection = searched.collection)
            FROM searched
            """
        ) { row throws(StoreError) in
            Mark(collection: try row[0], encoder: try row[1], passage: row.integer(2))
        }.first
    }

    func passage(of collection: String) throws -> Int64? {
        try database.value("SELECT passage FROM indexed WHERE collection = ?", collection)
    }

    func setPassage(_ passage: Int64, of collection: String) throws {
        try database.execute(
            "INSERT INTO indexed VALUES (?1, ?2, 0) ON CONFLICT (collection) DO UPDATE SET passage = ?2", collection,
            passage)
    }

    /// How many records the collection had when it was made one segment last.
    func compacted(_ collection: String) throws -> Int {
        try database.value("SELECT compacted FROM indexed WHERE collection = ?", collection) ?? 0
    }

    func setCompacted(_ records: Int, of collection: String) throws {
        try database.execute("UPDATE indexed SET compacted = ? WHERE collection = ?", records, collection)
    }

    /// Lets searches use a collection, and forgets the others.
    func search(_ collection: String, encoder: String) throws {
        try database.transaction { database in
            try database.execute("INSERT OR REPLACE INTO searched VALUES (1, ?, ?)", collection, encoder)
            try database.execute("DELETE FROM indexed WHERE collection <> ?", collection)
        }
    }

    func forget(_ collection: String) throws {
        try database.execute("DELETE FROM indexed WHERE collection = ?", collection)
    }

    // MARK: Vectors

    /// A vector a text; nil where none is kept.
    func vectors(of texts: [String], by identity: EncoderIdentity) throws -> [[Float]?] {
        try KeptVectors(of: identity, in: &database).vectors(of: texts.map { TextHash(of: $0) }, in: &database)
    }

    func keep(_ vectors: VectorRows, of texts: [String], by identity: EncoderIdentity) throws {
        try KeptVectors(of: identity, in: &database).keep(
            vectors, of: texts.map { TextHash(of: $0) }, in: &database)
    }
}
