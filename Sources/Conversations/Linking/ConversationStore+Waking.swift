import Chat
import Store

// What is written down to be done later.
extension ConversationStore {
    func inTransaction<Result>(_ body: () throws -> Result) throws -> Result {
        try database.begin()
        do {
            let result = try body()
            try database.commit()
            return result
        } catch {
            database.rollBack()
            throw error
        }
    }

    func relink(_ place: MessagePlace, in channel: ChannelKey) throws {
        guard let channel = channels[channel] else { return }
        try database.insertRelink(RelinkList.Range(start: place, last: place.time), in: channel)
    }

    /// The links of what answers a message have to be made again.
    func wakeChildren(of stored: StoredLink) throws {
        for child in try database.children(of: stored.message, in: stored.conversation) { try wake(child) }
    }

    func wake(_ child: StoredLink) throws {
        guard let place = try database.placedKey(child.message)?.place else { return }
        try relink(place, in: child.channel)
    }

    /// A message or thread has come that others may have named before.
    func wakeWaiting(for id: SourceID) throws {
        let waiting = try database.rows("SELECT message FROM waiting WHERE target = ?", id) { $0.integer(0) }
        for key in waiting {
            guard let message = try database.placedKey(MessageKey(rawValue: key)) else { continue }
            try relink(message.place, in: message.channel)
        }
    }

    func hasWaiting() throws -> Bool {
        try database.value("SELECT EXISTS (SELECT 1 FROM waiting)", as: Bool.self) ?? false
    }

    func markStale(_ conversation: MessageKey) throws {
        try database.execute("INSERT OR IGNORE INTO stale VALUES (?)", conversation.rawValue)
    }
}

extension Connection {
    mutating func basis(_ name: String) throws(StoreError) -> String? {
        try value("SELECT value FROM basis WHERE name = ?", name)
    }

    mutating func setBasis(_ name: String, to value: String) throws(StoreError) {
        try execute("INSERT OR REPLACE INTO basis VALUES (?, ?)", name, value)
    }
}
