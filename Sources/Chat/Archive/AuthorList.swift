import Store

// Which messages an author wrote, in the order of time.
//
// An index of the message table would touch a page for almost every message, since neighbours in a channel have different
// authors, and write most of itself again with every commit. So the list is brought up to date seldom and in its own order:
// every so many messages, and at the end of a run. Queries look through what is not listed yet, which is something only while
// a run goes on, or after one was killed.
struct AuthorList {
    private(set) var unlisted: [Entry] = []
    private static let manyUnlisted = 250_000

    /// Whether it is worth while to go through the list.
    var isFull: Bool {
        unlisted.count >= Self.manyUnlisted
    }

    /// Keys follow one another.
    struct Entry {
        let author: Int64
        let time: Int64
        let message: Int64
    }

    mutating func append(author: Int64, time: Int64, message: Int64) {
        unlisted.append(Entry(author: author, time: time, message: message))
    }

    /// Changes what is not listed yet.
    mutating func move(_ message: Int64, author: Int64, time: Int64) {
        guard let first = unlisted.first?.message, message >= first else { return }
        unlisted[Int(message - first)] = Entry(author: author, time: time, message: message)
    }

    /// Forgets messages that were not kept.
    mutating func forget(from key: Int64) {
        unlisted.removeLast(unlisted.reversed().prefix { $0.message >= key }.count)
    }

    /// All that is not listed, in the order of the list.
    mutating func takeSorted() -> [Entry] {
        defer { unlisted = [] }
        unlisted.sort { ($0.author, $0.time, $0.message) < ($1.author, $1.time, $1.message) }
        return unlisted
    }
}

extension Archive {
    /// Brings the list up to date.
    func listAuthors() throws(StoreError) {
        try listForgotten()
        let insert = try database.statement("INSERT INTO authored VALUES (?, ?, ?)")
        for entry in authorList.takeSorted() {
            try insert.bind(1, entry.author)
            try insert.bind(2, entry.time)
            try insert.bind(3, entry.message)
            try insert.run()
        }
        try database.execute(
            "UPDATE listed SET last = (SELECT max(key) FROM message) WHERE last < (SELECT max(key) FROM message)")
    }

    /// Lists the messages of a run that ended before it could.
    private func listForgotten() throws(StoreError) {
        let first = authorList.unlisted.first?.message ?? .max
        try database.execute(
            """
            INSERT INTO authored SELECT author, time, key FROM message
            WHERE key > (SELECT last FROM listed) AND key < ? ORDER BY author, time, key
            """, first)
    }

    /// Moves a listed message to another author or time.
    func relist(
        _ message: Int64, from old: (author: Int64, time: Int64), to new: (author: Int64, time: Int64)
    ) throws(StoreError) {
        guard old != new else { return }
        let listed = try database.execute(
            "DELETE FROM authored WHERE author = ? AND time = ? AND message = ?", old.author, old.time, message)
        guard listed > 0 else { return authorList.move(message, author: new.author, time: new.time) }
        try database.execute("INSERT INTO authored VALUES (?, ?, ?)", new.author, new.time, message)
    }

    /// The rows (author, time, message) to look through for messages by author.
    func authorRows() throws(StoreError) -> SQL {
        guard try number("SELECT ifnull(max(key), 0) - (SELECT last FROM listed) FROM message") > 0 else {
            return "authored"
        }
        return """
            (SELECT author, time, message FROM authored
             UNION ALL SELECT author, time, key FROM message WHERE key > (SELECT last FROM listed))
            """
    }
}
