import Store

/// Which messages are wanted. All conditions must hold; an empty list is no condition.
public struct MessageQuery: Sendable {
    /// By name or id.
    public var channels: [String] = []
    /// By name, nickname or id.
    public var author: String?
    public var since: Timestamp?
    public var until: Timestamp?
    /// Messages and edits after it are not seen, and deletions after it have not happened.
    public var asOf: Timestamp?
    public var includesDeleted = false
    public var limit = 50
    public var offset = 0

    public init() {}
}

extension Archive {
    /// Messages in the order of channel and time, of one author in the order of time.
    ///
    /// Cost: by index, what is skipped and what is returned.
    public func messages(_ query: MessageQuery) throws -> [ArchivedMessage] {
        let isByAuthor = query.author != nil
        var conditions: [SQL] = [isByAuthor ? "w.time BETWEEN ? AND ?" : "m.time BETWEEN ? AND ?"]
        var values: [any ColumnValue] = [
            query.since ?? Timestamp(rawValue: .min),
            [query.until, query.asOf].compactMap { $0 }.min() ?? Timestamp(rawValue: .max),
        ]
        if !query.channels.isEmpty {
            conditions.append("m.channel IN (SELECT value FROM json_each(?))")
            values.append(jsonArray(try channelKeys(query.channels)))
        }
        if let author = query.author {
            conditions.append("w.author IN (SELECT value FROM json_each(?))")
            values.append(jsonArray(try authorKeys(author)))
        }
        if !query.includesDeleted {
            conditions.append("(d.exportedAt IS NULL OR d.exportedAt > ?)")
            values.append(query.asOf ?? Timestamp(rawValue: .max))
        }
        values.append(query.limit)
        values.append(query.offset)
        let source: SQL =
            isByAuthor ? try authorRows() + " w CROSS JOIN message m ON m.key = w.message" : "message m"
        let order: SQL = isByAuthor ? " ORDER BY w.author, w.time, m.id" : " ORDER BY m.channel, m.time, m.id"
        let messages = try database.rows(
            Self.messageColumns + " FROM " + source + Self.messageJoins + " WHERE "
                + SQL.joined(conditions, by: " AND ") + order + " LIMIT ? OFFSET ?",
            values, decode: ArchivedMessage.init)
        guard let asOf = query.asOf else { return messages }
        return try messages.map { try asItWas($0, at: asOf) }
    }

    private static var messageColumns: SQL {
        """
        SELECT m.key, m.id, g.id, c.id, c.name, a.id, a.name, n.nickname, a.isBot, m.time, m.edited, m.type, m.isPinned,
            m.reference, d.exportedAt, m.content, m.extras, m.reactions
        """
    }

    private static var messageJoins: SQL {
        """
         JOIN channel c ON c.key = m.channel JOIN guild g ON g.key = c.guild
            JOIN author a ON a.key = m.author LEFT JOIN member n ON n.guild = c.guild AND n.author = m.author
            LEFT JOIN export d ON d.key = m.deletedBy
        """
    }

    /// The message with the text that it had then.
    private func asItWas(_ message: ArchivedMessage, at time: Timestamp) throws -> ArchivedMessage {
        var earlier = message
        if let deleted = message.deleted, deleted > time { earlier.deleted = nil }
        guard let edited = message.edited, edited > time else { return earlier }
        try database.query(
            """
            SELECT edited, content, extras FROM version WHERE message = ? AND ifnull(edited, 0) <= ?
            ORDER BY ifnull(edited, 0) DESC LIMIT 1
            """, message.key.rawValue, time
        ) { row throws(StoreError) in
            earlier.edited = try row[0]
            earlier.content = try row[1]
            earlier.extras = try row[2]
        }
        return earlier
    }

    private func channelKeys(_ names: [String]) throws -> [Int64] {
        try names.flatMap { name in
            let keys = try database.rows(
                "SELECT key FROM channel WHERE name = ?1 COLLATE NOCASE OR id = ?2 ORDER BY key",
                name.hasPrefix("#") ? String(name.dropFirst()) : name, SourceID(name)
            ) { row in row.integer(0) }
            guard !keys.isEmpty else { throw QueryError.unknownChannel(name, known: try channelNames()) }
            return keys
        }
    }

    private func authorKeys(_ name: String) throws -> [Int64] {
        let keys = try database.authors(named: name)
        guard !keys.isEmpty else { throw QueryError.unknownAuthor(name) }
        return keys
    }

    private func channelNames() throws -> [String] {
        try database.rows("SELECT DISTINCT name FROM channel ORDER BY name") { row throws(StoreError) in try row[0] }
    }

    private func jsonArray(_ keys: [Int64]) -> String {
        "[" + keys.map(String.init).joined(separator: ",") + "]"
    }
}

/// A query names what the archive does not have.
public enum QueryError: Error, Equatable, Sendable {
    case unknownChannel(String, known: [String])
    case unknownAuthor(String)
}

extension ArchivedMessage {
    fileprivate init(_ row: Row) throws(StoreError) {
        key = MessageKey(rawValue: row.integer(0))
        id = try row[1]
        guild = try row[2]
        channel = try row[3]
        channelName = try row[4]
        author = Author(id: try row[5], name: try row[6], nickname: try row[7], isBot: try row[8])
        time = try row[9]
        edited = try row[10]
        type = MessageType(rawValue: row.integer(11))
        isPinned = try row[12]
        reference = try row[13]
        deleted = try row[14]
        content = try row[15]
        extras = try row[16]
        reactions = try row[17]
    }
}
