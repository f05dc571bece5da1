import Chat
import Store

extension ConversationStore {
    /// Passages with a key greater than `key`, in the order of keys. Their texts are cut again from the messages.
    ///
    /// - Parameter limit: at most so many, but of a long conversation more, for all of it is cut each time.
    public func passages(after key: Int64, limit: Int) throws -> [IndexedPassage] {
        if channels.isEmpty { channels = ChannelTable(try database.channels()) }
        var rows = try passageRows(after: key, limit: limit)
        if rows.count == limit, rows.first?.conversation == rows.last?.conversation {
            rows = try passageRows(after: key, limit: max(limit, Self.mostOfOneConversation))
        }
        var passages: [IndexedPassage] = []
        passages.reserveCapacity(rows.count)
        var start = 0
        while start < rows.count {
            let conversation = MessageKey(rawValue: rows[start].conversation)
            let end = rows[start...].firstIndex { $0.conversation != conversation.rawValue } ?? rows.count
            let keys = Dictionary(rows[start..<end].map { ($0.ordinal, $0.key) }) { first, _ in first }
            var ordinal = 0
            if let reading = try read(conversation, members(of: conversation)) {
                try reading.eachPassage { content in
                    if let key = keys[ordinal] { passages.append(IndexedPassage(key: key, content: content)) }
                    ordinal += 1
                }
            }
            start = end
        }
        return passages.sorted { $0.key < $1.key }
    }

    private func passageRows(
        after key: Int64, limit: Int
    ) throws -> [(key: Int64, conversation: Int64, ordinal: Int)] {
        try database.rows(
            "SELECT key, conversation, ordinal FROM passage WHERE key > ? ORDER BY key LIMIT ?", key, limit
        ) { row in (key: row.integer(0), conversation: row.integer(1), ordinal: Int(row.integer(2))) }
    }

    private static var mostOfOneConversation: Int { 8192 }

    /// How many passages have a key greater than `key`.
    public func passageCount(after key: Int64 = 0) throws -> Int {
        try database.value("SELECT count(*) FROM passage WHERE key > ?", key) ?? 0
    }

    public func lastPassage() throws -> Int64 {
        try database.value("SELECT ifnull(max(key), 0) FROM passage") ?? 0
    }

    /// Keys of passages that are no more, at most `limit`.
    public func retiredPassages(limit: Int) throws -> [Int64] {
        try database.rows("SELECT passage FROM retired ORDER BY passage LIMIT ?", limit) { $0.integer(0) }
    }

    /// Forgets keys that stand in no index any more.
    public func forgetRetired(_ passages: [Int64]) throws {
        try inTransaction {
            for passage in passages { try database.execute("DELETE FROM retired WHERE passage = ?", passage) }
        }
    }
}
