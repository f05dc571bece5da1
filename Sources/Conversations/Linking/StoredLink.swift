import Chat
import Store

/// A link with what it was made of.
struct StoredLink: Equatable {
    var link: ThreadLink
    /// In whose stream it was made.
    var channel: ChannelKey
    /// The message's time then.
    var time: Timestamp
    /// Of all that the threader saw of the message.
    var digest: Int64

    var message: MessageKey {
        link.message
    }

    var conversation: MessageKey {
        link.conversation
    }
}

extension StoredLink {
    init(_ row: Row) throws(StoreError) {
        var link = ThreadLink(
            message: MessageKey(rawValue: row.integer(0)), parent: row.key(4),
            conversation: MessageKey(rawValue: row.integer(5)), probability: Float(try row[6] as Double))
        if !row.isNull(8) {
            link.rival = ThreadLink.Rival(parent: row.key(7), probability: Float(try row[8] as Double))
        }
        self.init(
            link: link, channel: ChannelKey(rawValue: row.integer(1)), time: try row[2], digest: row.integer(3))
    }
}

extension Row {
    /// A message's number; nil where there is none.
    func key(_ index: Int) -> MessageKey? {
        isNull(index) ? nil : MessageKey(rawValue: integer(index))
    }
}

extension Connection {
    mutating func link(of message: MessageKey) throws(StoreError) -> StoredLink? {
        let find = try statement(
            """
            SELECT message, channel, time, digest, parent, conversation, probability, rival, rivalProbability
            FROM link WHERE message = ?
            """)
        try find.bind(1, message.rawValue)
        defer { find.reset() }
        return try find.step() ? StoredLink(find.row) : nil
    }

    mutating func write(_ stored: StoredLink) throws(StoreError) {
        let insert = try statement("INSERT OR REPLACE INTO link VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        try insert.bind(1, stored.message.rawValue)
        try insert.bind(2, stored.channel.rawValue)
        try insert.bind(3, stored.time.rawValue)
        try insert.bind(4, stored.digest)
        try insert.bind(5, stored.link.parent?.rawValue)
        try insert.bind(6, stored.conversation.rawValue)
        try Double(stored.link.probability).bind(to: insert, at: 7)
        try insert.bind(8, stored.link.rival?.parent?.rawValue)
        try (stored.link.rival?.probability).map(Double.init).bind(to: insert, at: 9)
        try insert.run()
    }

    /// Links of messages that answer a message of a conversation.
    mutating func children(
        of message: MessageKey, in conversation: MessageKey
    ) throws(StoreError) -> [StoredLink] {
        try rows(
            """
            SELECT message, channel, time, digest, parent, conversation, probability, rival, rivalProbability
            FROM link WHERE conversation = ? AND parent = ?
            """, conversation.rawValue, message.rawValue, decode: StoredLink.init)
    }
}
