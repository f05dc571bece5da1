public import Chat
import Store

extension ConversationStore {
    /// Conversations, the latest first.
    public func conversations(_ query: ConversationQuery) throws -> [ConversationSummary] {
        try readChannels()
        var conditions: [SQL] = ["ended >= ?", "began <= ?"]
        var values: [any ColumnValue] = [
            query.since ?? Timestamp(rawValue: .min), query.until ?? Timestamp(rawValue: .max),
        ]
        func add(_ condition: SQL, _ list: [some CustomStringConvertible]) {
            conditions.append(condition)
            values.append("[" + list.map(\.description).joined(separator: ",") + "]")
        }
        if !query.channels.isEmpty {
            add("channel IN (SELECT value FROM json_each(?))", try channelKeys(query.channels))
        }
        if !query.kinds.isEmpty {
            add("kind IN (SELECT value FROM json_each(?))", query.kinds.map { "\"\($0.rawValue)\"" })
        }
        if !query.statuses.isEmpty {
            add("status IN (SELECT value FROM json_each(?))", query.statuses.map { "\"\($0.rawValue)\"" })
        }
        if let author = query.author {
            add(
                """
                first IN (SELECT conversation FROM authored JOIN link ON link.message = authored.message
                          WHERE author IN (SELECT value FROM json_each(?)))
                """, try authorKeys(author))
        }
        values.append(query.limit)
        values.append(query.offset)
        let rows = try database.rows(
            Self.summaryColumns + " WHERE " + SQL.joined(conditions, by: " AND ")
                + " ORDER BY began DESC, first DESC LIMIT ? OFFSET ?", values, decode: SummaryRow.init)
        return try rows.compactMap(summary)
    }

    /// The conversation that a message belongs to; that of a conversation's former first message, too.
    public func conversation(of message: SourceID) throws -> ConversationSummary {
        try readChannels()
        guard let key = try find(message) else { throw ConversationError.unknown(id: message.description) }
        let row = try database.rows(Self.summaryColumns + " WHERE first = ?", key.rawValue, decode: SummaryRow.init)
            .first
        guard let found = try row.flatMap(summary) else { throw ConversationError.unknown(id: message.description) }
        return found
    }

    /// The answer of a question: the last one before it was confirmed, else the first; nil where there is none.
    public func answer(of conversation: SourceID) throws -> ConversationTurn? {
        let found = try self.conversation(of: conversation)
        guard found.kind == .question else { return nil }
        var answer: ConversationTurn?
        var isConfirmed = false
        try eachTurn(of: found) { turn in
            if turn.evidence.contains(.confirmation), answer != nil {
                isConfirmed = true
            } else if turn.evidence.contains(.answer), !isConfirmed, answer == nil || found.status == .answered {
                answer = turn
            }
        }
        return answer
    }

    /// The ids of a conversation's messages, in the order of time.
    public func messageIDs(of conversation: ConversationSummary) throws -> [SourceID] {
        try members(of: conversation.key).map(\.place.id)
    }

    /// What messages are to the conversation, by kind.
    public func evidence(of conversation: ConversationSummary) throws -> [EvidenceKind: [SourceID]] {
        let rows = try database.rows(
            """
            SELECT signal.kind, message.id FROM signal JOIN message ON message.key = signal.message
            WHERE conversation = ? ORDER BY message.time, message.id
            """, conversation.key.rawValue
        ) { row throws(StoreError) -> (EvidenceKind?, SourceID) in (EvidenceKind(rawValue: try row[0]), try row[1]) }
        var evidence: [EvidenceKind: [SourceID]] = [:]
        for case (let kind?, let message) in rows { evidence[kind, default: []].append(message) }
        return evidence
    }

    /// Calls `body` for each message, in the order of time.
    public func eachTurn(of conversation: ConversationSummary, body: (ConversationTurn) throws -> Void) throws {
        let signals = Dictionary(
            grouping: try database.rows(
                "SELECT message, kind FROM signal WHERE conversation = ?", conversation.key.rawValue
            ) { row throws(StoreError) in (message: row.integer(0), kind: EvidenceKind(rawValue: try row[1])) },
            by: \.message)
        for member in try members(of: conversation.key) {
            guard let message = try database.feedMessage(member.key), let link = try database.link(of: member.key)
            else {
                continue
            }
            let channel = channels[message.channel] ?? conversation.channel
            try body(
                ConversationTurn(
                    id: message.id, channel: channel.id, author: try person(message.author, in: channel.guild),
                    time: message.time, text: SpokenText.text(of: message),
                    parent: try link.link.parent.flatMap { try database.placedKey($0)?.place.id },
                    probability: link.link.probability,
                    evidence: signals[member.key.rawValue, default: []].compactMap(\.kind),
                    permalink: Chat.permalink(guild: channel.guild, channel: channel.id, message: message.id)))
        }
    }

    /// Links whose probability is above their rival's by less than a margin, the most doubtful first.
    public func unsureLinks(margin: Double, limit: Int, offset: Int) throws -> [UnsureLink] {
        try readChannels()
        let rows = try database.rows(
            """
            SELECT message, channel, time, digest, parent, conversation, probability, rival, rivalProbability
            FROM link WHERE rivalProbability IS NOT NULL AND probability - rivalProbability < ?
            ORDER BY probability - rivalProbability, message LIMIT ? OFFSET ?
            """, margin, limit, offset, decode: StoredLink.init)
        return try rows.compactMap { stored in
            guard let rival = stored.link.rival, let channel = channels[stored.channel],
                let message = try database.placedKey(stored.message),
                let conversation = try database.placedKey(stored.conversation)
            else { return nil }
            return UnsureLink(
                conversation: conversation.place.id, channel: channel, message: message.place.id,
                parent: try stored.link.parent.flatMap { try database.placedKey($0)?.place.id },
                probability: stored.link.probability,
                rival: try rival.parent.flatMap { try database.placedKey($0)?.place.id },
                rivalProbability: rival.probability)
        }
    }

    // MARK: Rows

    private struct SummaryRow {
        let key: MessageKey
        let channel: ChannelKey
        let title: String
        let kind: String
        let status: String?
        let asker: Int64?
        let messages: Int
        let people: Int
        let began: Timestamp
        let ended: Timestamp

        init(_ row: Row) throws(StoreError) {
            key = MessageKey(rawValue: row.integer(0))
            channel = ChannelKey(rawValue: row.integer(1))
            title = try row[2]
            kind = try row[3]
            status = try row[4]
            asker = try row[5]
            messages = try row[6]
            people = try row[7]
            began = try row[8]
            ended = try row[9]
        }
    }

    private static var summaryColumns: SQL {
        "SELECT first, channel, title, kind, status, asker, messages, people, began, ended FROM conversation"
    }

    private func summary(_ row: SummaryRow) throws -> ConversationSummary? {
        guard let channel = channels[row.channel], let first = try database.placedKey(row.key),
            let place = channels[first.channel], let kind = ConversationKind(rawValue: row.kind)
        else { return nil }
        return ConversationSummary(
            id: first.place.id, key: row.key, channel: channel, title: row.title, kind: kind,
            status: row.status.flatMap(ConversationStatus.init),
            asker: try row.asker.map { try person($0, in: channel.guild) }, messageCount: row.messages,
            peopleCount: row.people, began: row.began, ended: row.ended,
            permalink: Chat.permalink(guild: place.guild, channel: place.id, message: first.place.id))
    }

    // MARK: Names

    /// Anew each time: a run may have added some.
    private func readChannels() throws {
        channels = ChannelTable(try database.channels())
    }

    private func channelKeys(_ names: [String]) throws -> [Int64] {
        try names.flatMap { name in
            let plain = (name.hasPrefix("#") ? String(name.dropFirst()) : name).lowercased()
            let keys = channels.byKey.values.filter { $0.names.contains { $0.lowercased() == plain } }
            guard !keys.isEmpty else {
                throw ConversationError.unknownChannel(
                    name, known: Set(channels.byKey.values.map(\.placeName)).sorted())
            }
            return keys.map(\.key.rawValue)
        }
    }

    private func authorKeys(_ name: String) throws -> [Int64] {
        let keys = try database.authors(named: name)
        guard !keys.isEmpty else { throw ConversationError.unknownAuthor(name) }
        return keys
    }

    private func find(_ message: SourceID) throws -> MessageKey? {
        for key in try database.messages(message) {
            var key = key
            // A redirect points at a message that was there then; it may be gone, too.
            for _ in 0..<Self.mostRedirects {
                if let link = try database.link(of: key) { return link.conversation }
                guard
                    let heir = try database.value(
                        "SELECT heir FROM redirect WHERE conversation = ?", key.rawValue, as: Int64.self)
                else { break }
                key = MessageKey(rawValue: heir)
            }
        }
        return nil
    }

    private static var mostRedirects: Int { 100 }
}
