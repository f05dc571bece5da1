/// Where collections are kept.
public protocol VectorStore: Sendable {
    func collectionNames() async throws -> [String]
    func createCollection(_ schema: CollectionSchema) async throws -> any VectorCollection
    func collection(_ name: String) async throws -> any VectorCollection
    func dropCollection(_ name: String) async throws
}

/// Records that are found by their vectors, their words and their fields.
///
/// A reader sees the state after some acknowledged batch, and all of it. What was acknowledged survives a kill.
public protocol VectorCollection: Sendable {
    var schema: CollectionSchema { get }

    /// Writes records, in place of those with the same keys. All or none.
    func upsert(_ records: [Record]) async throws
    /// How many records there were.
    @discardableResult func delete(_ keys: [RecordKey]) async throws -> Int
    @discardableResult func delete(where filter: FilterText) async throws -> Int

    /// Turns what was written into a segment.
    func flush() async throws
    /// Makes one segment of all, without what was deleted.
    func compact() async throws
    /// Compares everything with its checksum, and returns what is damaged.
    func verify() async throws -> [EngineError]
    func statistics() async throws -> CollectionStatistics

    /// Records by key, in the order asked for; those that there are not are left out. The field "*" stands for all and the
    /// dense vectors, as they are kept.
    func get(_ keys: [RecordKey], fields: [String]) async throws -> [Record]
    /// Records of which a filter holds, in the order of their keys.
    func query(_ filter: FilterText, fields: [String], limit: Int, offset: Int) async throws -> [Record]
    func count(_ filter: FilterText?) async throws -> Int

    /// The nearest first; of equal ones that of the lesser key.
    func search(_ request: SearchRequest) async throws -> [Hit]
    /// Many searches in one, each result in its request's place.
    func search(_ requests: [SearchRequest]) async throws -> [[Hit]]
    /// What each term of a query gave to a record's score by a sparse field; nothing where there is no such record.
    func explain(_ key: RecordKey, _ query: SearchQuery) async throws -> [TermContribution]
    /// The nearest records of each record of another collection of the same engine, by a dense field of both; of each record of
    /// this one, and then never itself, if the other is nil. Each asking record once, in an order of
    /// the engine's own.
    func neighbours(
        of other: (any VectorCollection)?, by field: String, count: Int, recall: Double,
        _ body: (_ key: RecordKey, _ nearest: [Hit]) async throws -> Void
    ) async throws
}

/// What a collection consists of.
public struct CollectionStatistics: Hashable, Sendable {
    public var records: Int
    public var segments: Int
    /// Rows in segments that were deleted or replaced, and still take room.
    public var deletedRows: Int
    /// Acknowledged records that are in no file but the log.
    public var unflushedRecords: Int
    /// Of its segments' files and its log.
    public var bytes: Int
}
