import Store

// Which messages an author wrote, in the order of time.
//
// An index of the message table would touch a page for almost every message, since neighbours in a channel have different
// authors, and write most of itself again with every commit. So the list is brought up to date seldom and in its own order:
// every so many messages, be it inside an export, and at the end of a run. Queries look through what is not listed yet, which is
// something only while a run goes on, or after one was killed.
struct AuthorList {
    private var unlisted: [Entry] = []
    /// The key of the first that is not listed; keys follow one another.
    private var first: Int64 = 0
    /// How many are let wait.
    private let most: Int

    init(most: Int = 250_000) {
        self.most = most
    }

    /// Whether it is worth while to go through the list.
    var isFull: Bool {
        unlisted.count >= most
    }

    /// As small as it can be, for there are very many.
    struct Entry {
        let time: Int64
        let author: Int32
        /// How many keys behind the first.
        let offset: Int32
    }

    mutating func append(author: Int64, time: Int64, message: Int64) {
        if unlisted.isEmpty {
            first = message
            // Room that is not used costs nothing; to move to a larger one would cost both.
            unlisted.reserveCapacity(most + most / 16)
        }
        unlisted.append(Entry(time: time, author: Int32(author), offset: Int32(message - first)))
    }

    /// Changes what is not listed yet.
    mutating func move(_ message: Int64, author: Int64, time: Int64) {
        guard !unlisted.isEmpty, message >= first else { return }
        let offset = Int(message - first)
        unlisted[offset] = Entry(time: time, author: Int32(author), offset: Int32(offset))
    }

    /// The first message that waits, if one does.
    var firstUnlisted: Int64? {
        unlisted.isEmpty ? nil : first
    }

    /// The key of a message that was taken.
    func key(_ entry: Entry) -> Int64 {
        first + Int64(entry.offset)
    }

    /// Forgets messages that were not kept.
    mutating func forget(from key: Int64) {
        unlisted.removeLast(unlisted.reversed().prefix { first + Int64($0.offset) >= key }.count)
    }

    /// All that is not listed, in the order of the list.
    mutating func takeSorted() -> [Entry] {
        defer { unlisted = [] }
        unlisted.sort { ($0.author, $0.time, $0.offset) < ($1.author, $1.time, $1.offset) }
        return unlisted
    }
}

extension Archive {
    /// Brings the list up to date.
    func listAuthors() throws(StoreError) {
        try listForgotten()
        let insert = try database.statement("INSERT INTO authored VALUES (?, ?, ?)")
        for entry in authorList.takeSorted() {
            try insert.bind(1, Int64(entry.author))
            try insert.bind(2, entry.time)
            try insert.bind(3, authorList.key(entry))
            try insert.run()
        }
        try database.execute(
            "UPDATE listed SET last = (SELECT max(key) FROM message) WHERE last < (SELECT max(key) FROM message)")
    }

    /// Lists the messages of a run that ended before it could.
    private func listForgotten() throws(StoreError) {
        let first = authorList.firstUnlisted ?? .max
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
