import Chat
import Store

// Conversations whose messages or links changed are described anew from all of their messages: a description is a function of
// those and of their setting. What comes out as it was is not written.
extension ConversationStore {
    /// Describes conversations that may have changed, with about so many messages, in one transaction.
    ///
    /// - Returns: how many; nil when all descriptions are true.
    func describePortion(messages limit: Int) throws -> Int? {
        if channels.isEmpty { channels = ChannelTable(try database.channels()) }
        let stale = try database.rows("SELECT conversation FROM stale ORDER BY conversation LIMIT 1000") {
            MessageKey(rawValue: $0.integer(0))
        }
        guard !stale.isEmpty else { return nil }
        return try inTransaction {
            var count = 0
            var messages = 0
            for conversation in stale {
                messages += try describe(conversation)
                try database.execute("DELETE FROM stale WHERE conversation = ?", conversation.rawValue)
                count += 1
                if messages >= limit { break }
            }
            return count
        }
    }

    func staleCount() throws -> Int {
        try database.value("SELECT count(*) FROM stale") ?? 0
    }

    /// - Returns: of how many messages the conversation is.
    private func describe(_ conversation: MessageKey) throws -> Int {
        let members = try members(of: conversation)
        guard !members.isEmpty, let reading = try read(conversation, members) else {
            try forget(conversation)
            return 1
        }
        try write(reading.signals, of: conversation, in: reading.setting.channel)
        try replacePassages(of: conversation, by: reading)
        return members.count
    }

    private func forget(_ conversation: MessageKey) throws {
        try database.execute("DELETE FROM conversation WHERE first = ?", conversation.rawValue)
        try database.execute("DELETE FROM signal WHERE conversation = ?", conversation.rawValue)
        try database.execute(
            "INSERT OR IGNORE INTO retired SELECT key FROM passage WHERE conversation = ?", conversation.rawValue)
        try database.execute("DELETE FROM passage WHERE conversation = ?", conversation.rawValue)
    }

    private func write(
        _ signals: ConversationSignals, of conversation: MessageKey, in channel: FeedChannel
    ) throws {
        try database.execute(
            "INSERT OR REPLACE INTO conversation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", conversation.rawValue,
            channel.key.rawValue, signals.title, signals.kind.rawValue, signals.status?.rawValue, signals.asker,
            signals.messages, signals.people, signals.first, signals.last)
        try database.execute("DELETE FROM signal WHERE conversation = ?", conversation.rawValue)
        for evidence in signals.evidence {
            try database.execute(
                "INSERT OR IGNORE INTO signal VALUES (?, ?, ?)", conversation.rawValue, evidence.kind.rawValue,
                evidence.message.rawValue)
        }
    }

    /// A passage that says what it said keeps its key, and whoever follows the keys never sees it again.
    private func replacePassages(of conversation: MessageKey, by reading: ConversationReading) throws {
        var known = try database.rows(
            "SELECT key, hash FROM passage WHERE conversation = ? ORDER BY ordinal", conversation.rawValue
        ) { row throws(StoreError) -> (key: Int64, hash: [UInt8]) in (row.integer(0), try row[1]) }[...]
        var ordinal = 0
        try reading.eachPassage { passage in
            let hash = passage.hash
            let old = known.popFirst()
            if old?.hash != hash {
                if let old { try retire(old.key) }
                try database.execute(
                    "INSERT INTO passage (conversation, ordinal, hash) VALUES (?, ?, ?)", conversation.rawValue,
                    ordinal,
                    hash)
            }
            ordinal += 1
        }
        for old in known { try retire(old.key) }
    }

    private func retire(_ passage: Int64) throws {
        try database.execute("DELETE FROM passage WHERE key = ?", passage)
        try database.execute("INSERT OR IGNORE INTO retired VALUES (?)", passage)
    }

    // MARK: Reading

    /// The messages of a conversation in the order of time.
    func members(of conversation: MessageKey) throws -> [PlacedKey] {
        try database.members(of: conversation)
    }

    /// Reads a conversation; nil where its first message is no link's, which is so while it is being made.
    func read(_ conversation: MessageKey, _ members: [PlacedKey]) throws -> ConversationReading? {
        guard let link = try database.link(of: conversation), let channel = channels[link.channel],
            let first = try database.placedKey(conversation)
        else { return nil }
        return try reading(first.place.id, of: members, in: channel)
    }

    func reading(_ id: SourceID, of members: [PlacedKey], in channel: FeedChannel) throws -> ConversationReading {
        let setting = Setting(channel: channel)
        let turns = try Turns(members) { [self] key in try turn(key, in: channel) }
        var signals = SignalReading(setting)
        try turns.each { signals.add($0) }
        return ConversationReading(
            id: id, setting: setting, signals: signals.finished(), isSearched: try isSearched(channel),
            turns: turns)
    }

    private func turn(_ key: MessageKey, in channel: FeedChannel) throws -> Turn {
        guard let message = try database.feedMessage(key) else { preconditionFailure("a link without its message") }
        let author = try person(message.author, in: channel.guild)
        let text = SpokenText.text(of: message)
        return Turn(
            key: key, place: message.place, channel: (channels[message.channel] ?? channel).id, author: message.author,
            name: author.displayName, kind: !message.type.isWritten ? .notice : author.isBot ? .bot : .person,
            text: text, words: Words(text), parent: try database.link(of: key)?.link.parent,
            reactions: message.reactions, isPinned: message.isPinned, isForward: message.extras.isForward)
    }

    /// Private channels are searched only where the configuration names them.
    private func isSearched(_ channel: FeedChannel) throws -> Bool {
        guard channel.isPrivate else { return true }
        let published = try database.basis("published")?.split(separator: "\n").map(String.init) ?? []
        return channel.names.contains(where: published.contains)
    }
}

extension Connection {
    mutating func members(of conversation: MessageKey) throws(StoreError) -> [PlacedKey] {
        let keys = try rows(
            """
            SELECT link.message FROM link JOIN message ON message.key = link.message
            WHERE conversation = ? ORDER BY message.time, message.id
            """, conversation.rawValue
        ) { row in MessageKey(rawValue: row.integer(0)) }
        var members: [PlacedKey] = []
        members.reserveCapacity(keys.count)
        for key in keys {
            if let member = try placedKey(key) { members.append(member) }
        }
        return members
    }
}
