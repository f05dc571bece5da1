import Chat
import Store

// What the archive's change log means for links. All that has to be made again is written down with the mark in one
// transaction, so that a kill later costs only what was not done yet.
extension ConversationStore {
    static let stage = "converse"
    private static let changesAtOnce = 1000
    private static let messagesAtOnce = 10_000
    /// Added messages further apart begin places of their own, so that what lies between is not gone through.
    private static let farApart: Int64 = 24 * 3600 * 1000

    /// Writes down what the changes since the last run touch.
    ///
    /// - Parameters:
    ///   - threader: what links are made by: another text makes all of them again.
    ///   - published: names of private channels that may be searched.
    /// - Returns: about how many messages that concerns; nil where there is nothing to do.
    func survey(threader: String, published: [String]) throws -> Int? {
        var count = 0
        while let portion = try surveyPortion() { count += portion }
        try inTransaction {
            try surveyBasis(threader: threader, published: published)
            try surveyChannels()
        }
        let hasWork = try database.value(
            "SELECT EXISTS (SELECT 1 FROM relink) OR EXISTS (SELECT 1 FROM stale)", as: Bool.self)
        return hasWork ?? false ? count : nil
    }

    private func surveyPortion() throws -> Int? {
        let changes = try database.changes(after: try database.mark(of: Self.stage), limit: Self.changesAtOnce)
        guard let last = changes.last else { return nil }
        if channels.isEmpty { channels = ChannelTable(try database.channels()) }
        try inTransaction {
            for change in changes { try note(change) }
            try database.setMark(of: Self.stage, to: last.number)
        }
        return changes.reduce(0) { $0 + Int($1.last.rawValue - $1.first.rawValue) + 1 }
    }

    private func note(_ change: Change) throws {
        switch change.kind {
        case .added, .restored: try noteAdded(from: change.first, through: change.last)
        case .edited, .touched:
            for key in change.first.rawValue...change.last.rawValue { try noteEdited(MessageKey(rawValue: key)) }
        case .deleted:
            for key in change.first.rawValue...change.last.rawValue { try noteDeleted(MessageKey(rawValue: key)) }
        }
    }

    // MARK: Kinds of changes

    private func noteAdded(from first: MessageKey, through last: MessageKey) throws {
        let mayBeAwaited = try hasWaiting()
        var first = first
        var run: (channel: ChannelKey, range: RelinkList.Range)?
        func flush() throws {
            if let run, let channel = channels[run.channel] { try database.insertRelink(run.range, in: channel) }
        }
        while case let messages = try database.placedKeys(from: first, through: last, limit: Self.messagesAtOnce),
            let end = messages.last
        {
            for message in messages {
                if mayBeAwaited { try wakeWaiting(for: message.place.id) }
                if let known = run, known.channel == message.channel, known.range.isNear(message.place, Self.farApart) {
                    run?.range.extend(over: message.place)
                } else {
                    try flush()
                    run = (message.channel, RelinkList.Range(start: message.place, last: message.place.time))
                }
            }
            first = MessageKey(rawValue: end.key.rawValue + 1)
        }
        try flush()
    }

    private func noteEdited(_ key: MessageKey) throws {
        guard let message = try database.feedMessage(key), !message.isDeleted else { return }
        let stored = try database.link(of: key)
        if let stored { try markStale(stored.conversation) }
        if let stored, stored.digest == message.digest, stored.time == message.time { return }
        try relink(message.place, in: message.channel)
        guard let stored else { return }
        try relink(message.place, in: stored.channel)
        guard stored.time != message.time else { return }
        try relink(MessagePlace(time: stored.time, id: message.id), in: stored.channel)
        try wakeChildren(of: stored)
        try wakeWaiting(for: message.id)
    }

    private func noteDeleted(_ key: MessageKey) throws {
        try database.execute("DELETE FROM waiting WHERE message = ?", key.rawValue)
        guard let stored = try database.link(of: key), let message = try database.placedKey(key) else { return }
        try markStale(stored.conversation)
        try wakeChildren(of: stored)
        try relink(MessagePlace(time: stored.time, id: message.place.id), in: stored.channel)
        try database.execute(
            "DELETE FROM adopted WHERE channel = ? AND message = ?", stored.channel.rawValue, key.rawValue)
        try database.execute("DELETE FROM link WHERE message = ?", key.rawValue)
        if stored.conversation == key { try redirect(from: key) }
    }

    /// Points from a conversation whose first message is gone to what comes next of it.
    private func redirect(from conversation: MessageKey) throws {
        try database.execute(
            """
            INSERT OR REPLACE INTO redirect
            SELECT ?1, link.message FROM link JOIN message ON message.key = link.message
            WHERE conversation = ?1 AND deletedBy IS NULL ORDER BY message.time, message.id LIMIT 1
            """, conversation.rawValue)
    }

    // MARK: What else links depend on

    /// Threads that became known: the message that began one leaves the channel above for it.
    private func surveyChannels() throws {
        let newest = try database.lastChannel()
        let known = Int64(try database.basis("channels") ?? "") ?? 0
        guard newest > known else { return }
        if channels[ChannelKey(rawValue: newest)] == nil { channels = ChannelTable(try database.channels()) }
        for channel in channels.byKey.values.sorted(by: { $0.key < $1.key })
        where channel.key.rawValue > known && channel.isThread {
            if let parent = channel.parent.flatMap(channels.channel),
                let first = try database.placedKey(channel.id, in: parent.key)
            {
                try relink(first.place, in: parent.key)
            }
            try wakeWaiting(for: channel.id)
        }
        try database.setBasis("channels", to: String(newest))
    }

    private func surveyBasis(threader: String, published: [String]) throws {
        let linking = threader + ", text \(SpokenText.version)"
        if try database.basis("linking") != linking {
            if channels.isEmpty { channels = ChannelTable(try database.channels()) }
            let whole = RelinkList.Range(
                start: MessagePlace(time: Timestamp(rawValue: .min), id: .number(0)), last: Timestamp(rawValue: .max))
            if try database.basis("linking") != nil {
                for channel in channels.byKey.values { try database.insertRelink(whole, in: channel) }
            }
            try database.setBasis("linking", to: linking)
        }
        let describing = "\(Description.version), text \(SpokenText.version)"
        if try database.basis("describing") != describing {
            try database.execute("INSERT OR IGNORE INTO stale SELECT first FROM conversation")
            try database.setBasis("describing", to: describing)
        }
        let names = Set(published).sorted().joined(separator: "\n")
        if try database.basis("published") ?? "" != names {
            for channel in try database.channels() where channel.isPrivate {
                try database.execute(
                    "INSERT OR IGNORE INTO stale SELECT first FROM conversation WHERE channel = ?",
                    channel.key.rawValue)
            }
            try database.setBasis("published", to: names)
        }
    }
}

extension RelinkList.Range {
    fileprivate func isNear(_ place: MessagePlace, _ distance: Int64) -> Bool {
        start.time.rawValue - distance <= place.time.rawValue && place.time.rawValue <= last.rawValue + distance
    }

    fileprivate mutating func extend(over place: MessagePlace) {
        start = min(start, place)
        last = max(last, place.time)
    }
}
