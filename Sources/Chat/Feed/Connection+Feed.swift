public import Store

// What later stages read of the archive, on connections of their own.
extension Connection {
    public mutating func channels() throws(StoreError) -> [FeedChannel] {
        try rows(FeedChannel.columns + " ORDER BY c.key", decode: FeedChannel.init)
    }

    public mutating func feedMessage(_ key: MessageKey) throws(StoreError) -> FeedMessage? {
        let find = try statement(
            """
            SELECT key, channel, id, author, time, type, isPinned, reference, deletedBy, content, extras, reactions
            FROM message WHERE key = ?
            """)
        try find.bind(1, key.rawValue)
        defer { find.reset() }
        return try find.step() ? FeedMessage(find.row) : nil
    }

    /// The message of a channel with this id, unless it was deleted.
    public mutating func placedKey(_ id: SourceID, in channel: ChannelKey) throws(StoreError) -> PlacedKey? {
        let find = try statement(
            "SELECT key, channel, time, id FROM message WHERE channel = ? AND id = ? AND deletedBy IS NULL")
        try find.bind(1, channel.rawValue)
        try id.bind(to: find, at: 2)
        defer { find.reset() }
        return try find.step() ? PlacedKey(find.row) : nil
    }

    /// Where a message stands, deleted or not.
    public mutating func placedKey(_ key: MessageKey) throws(StoreError) -> PlacedKey? {
        let find = try statement("SELECT key, channel, time, id FROM message WHERE key = ?")
        try find.bind(1, key.rawValue)
        defer { find.reset() }
        return try find.step() ? PlacedKey(find.row) : nil
    }

    /// Messages of a channel that are not deleted, from a place on, in their order.
    public mutating func placedKeys(
        in channel: ChannelKey, from place: MessagePlace, limit: Int
    ) throws(StoreError) -> [PlacedKey] {
        try rows(
            """
            SELECT key, channel, time, id FROM message
            WHERE channel = ?1 AND time >= ?2 AND (time > ?2 OR id >= ?3) AND deletedBy IS NULL
            ORDER BY time, id LIMIT ?4
            """, channel.rawValue, place.time, place.id, limit, decode: PlacedKey.init)
    }

    /// Messages of a channel that are not deleted, before a place, the nearest first.
    public mutating func placedKeys(
        in channel: ChannelKey, before place: MessagePlace, limit: Int
    ) throws(StoreError) -> [PlacedKey] {
        try rows(
            """
            SELECT key, channel, time, id FROM message
            WHERE channel = ?1 AND time <= ?2 AND (time < ?2 OR id < ?3) AND deletedBy IS NULL
            ORDER BY time DESC, id DESC LIMIT ?4
            """, channel.rawValue, place.time, place.id, limit, decode: PlacedKey.init)
    }

    /// The next messages of a run of keys, in the order of keys, without those that were deleted.
    public mutating func placedKeys(
        from first: MessageKey, through last: MessageKey, limit: Int
    ) throws(StoreError) -> [PlacedKey] {
        try rows(
            """
            SELECT key, channel, time, id FROM message WHERE key BETWEEN ? AND ? AND deletedBy IS NULL
            ORDER BY key LIMIT ?
            """, first.rawValue, last.rawValue, limit, decode: PlacedKey.init)
    }

    /// Our own number for an author.
    public mutating func author(_ id: SourceID) throws(StoreError) -> Int64? {
        try value("SELECT key FROM author WHERE source = ? AND id = ?", Source.discord.rawValue, id, as: Int64.self)
    }

    /// Who an author is in a guild.
    public mutating func person(_ author: Int64, in guild: SourceID) throws(StoreError) -> FeedPerson? {
        try rows(
            """
            SELECT a.key, a.id, a.name, n.nickname, a.isBot FROM author a LEFT JOIN member n
                ON n.author = a.key AND n.guild = (SELECT key FROM guild WHERE id = ?2)
            WHERE a.key = ?1
            """, author, guild
        ) { row throws(StoreError) in
            FeedPerson(
                key: row.integer(0),
                author: ArchivedMessage.Author(
                    id: try row[1], name: try row[2], nickname: try row[3], isBot: try row[4])
            )
        }.first
    }

    /// The number of the newest channel; 0 in an empty archive.
    public mutating func lastChannel() throws(StoreError) -> Int64 {
        try value("SELECT ifnull(max(key), 0) FROM channel") ?? 0
    }
}

/// An author with our own number.
public struct FeedPerson: Sendable {
    public let key: Int64
    public let author: ArchivedMessage.Author
}

extension PlacedKey {
    init(_ row: Row) throws(StoreError) {
        key = MessageKey(rawValue: row.integer(0))
        channel = ChannelKey(rawValue: row.integer(1))
        place = MessagePlace(time: try row[2], id: try row[3])
    }
}

extension Connection {
    /// Our numbers for those who are called something, by name, nickname or id.
    public mutating func authors(named name: String) throws(StoreError) -> [Int64] {
        let plain = name.hasPrefix("@") ? String(name.dropFirst()) : name
        return try rows(
            """
            SELECT key FROM author WHERE name = ?1 COLLATE NOCASE OR id = ?2
            UNION SELECT author FROM member WHERE nickname = ?1 COLLATE NOCASE
            """, plain, SourceID(plain)
        ) { row in row.integer(0) }
    }

    /// The messages with an id, deleted or not; only one where ids are of a whole platform.
    ///
    /// Cost: a look into each channel's index.
    public mutating func messages(_ id: SourceID) throws(StoreError) -> [MessageKey] {
        try rows(
            "SELECT m.key FROM channel c CROSS JOIN message m ON m.channel = c.key AND m.id = ?", id
        ) { row in MessageKey(rawValue: row.integer(0)) }
    }
}
