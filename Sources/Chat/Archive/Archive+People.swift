import JSONStream
import Store

// Names change from night to night. The newest export that names someone or something wins; of two made at the same moment,
// the names that order last, so that the order of files never matters.
extension Archive {
    func guildKey(_ header: ExportHeader) throws -> Int64 {
        try database.execute(
            """
            INSERT INTO guild (source, id, name, seen) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (source, id) DO UPDATE SET name = ?3, seen = ?4
            WHERE (seen, name) < (?4, ?3)
            """, Source.discord.rawValue, header.guild.id, header.guild.name, header.exportedAt)
        return try key("SELECT key FROM guild WHERE source = ? AND id = ?", header.guild.id)
    }

    func channelKey(_ header: ExportHeader, guild: Int64) throws -> Int64 {
        let channel = header.channel
        try database.execute(
            """
            INSERT INTO channel (source, id, guild, type, name, parent, parentName, topic, seen)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            ON CONFLICT (source, id) DO UPDATE
            SET guild = ?3, type = ?4, name = ?5, parent = ?6, parentName = ?7, topic = ?8, seen = ?9
            WHERE (seen, name, type, ifnull(parentName, ''), ifnull(topic, ''))
                < (?9, ?5, ?4, ifnull(?7, ''), ifnull(?8, ''))
            """, Source.discord.rawValue, channel.id, guild, channel.type, channel.name, channel.parent,
            channel.parentName, channel.topic, header.exportedAt)
        return try key("SELECT key FROM channel WHERE source = ? AND id = ?", channel.id)
    }

    /// Notes the authors that a batch announces, under their numbers.
    func addAuthors(_ authors: [AuthorRecord], to export: inout ExportInProgress) throws(StoreError) {
        if group?.people.isFull ?? false { try writePeople() }
        for author in authors {
            let number = Int(author.number)
            if number >= export.authors.count {
                export.authors.append(contentsOf: repeatElement(0, count: number + 1 - export.authors.count))
            }
            export.authors[number] = try authorKey(author, export)
        }
    }

    private func authorKey(_ author: AuthorRecord, _ export: ExportInProgress) throws(StoreError) -> Int64 {
        let statement = PersonStatement(author, seen: export.header.exportedAt)
        if let key = group?.people.note(statement, of: author.id, in: export.guild) { return key }
        let known = try database.value(
            "SELECT key FROM author WHERE source = ? AND id = ?", Source.discord.rawValue, author.id, as: Int64.self)
        let key: Int64
        if let known {
            key = known
        } else {
            try database.execute(
                "INSERT INTO author (source, id, name, isBot, seen) VALUES (?, ?, ?, ?, ?)", Source.discord.rawValue,
                author.id, author.name, author.isBot, statement.seen)
            key = database.lastInsertedKey
        }
        group?.people.add(statement, of: author.id, in: export.guild, key: key)
        return key
    }

    /// Writes what the group's exports say about people.
    func writePeople() throws(StoreError) {
        for (place, person) in group?.people.all ?? [:] {
            let said = person.said
            try database.execute(
                """
                UPDATE author SET name = ?2, isBot = ?3, seen = ?4
                WHERE key = ?1 AND (seen, name, isBot) < (?4, ?2, ?3)
                """, person.key, said.name, said.isBot, said.seen)
            try database.execute(
                """
                INSERT INTO member VALUES (?1, ?2, ?3, ?4, ?5)
                ON CONFLICT (guild, author) DO UPDATE SET nickname = ?3, roles = ?4, seen = ?5
                WHERE (seen, ifnull(nickname, ''), ifnull(roles, '')) < (?5, ifnull(?3, ''), ifnull(?4, ''))
                """, place.guild, person.key, said.nickname, said.roles, said.seen)
        }
        group?.people = PeopleOfGroup()
    }

    private func key(_ sql: SQL, _ id: SourceID) throws -> Int64 {
        guard let key = try database.value(sql, Source.discord.rawValue, id, as: Int64.self) else {
            preconditionFailure("a row that was just written is missing")
        }
        return key
    }
}

/// What the exports of a group say about people: someone stands in most of them, and is written once.
struct PeopleOfGroup {
    private(set) var all: [Place: Person] = [:]

    /// Whether it should be written before the group ends: a large export names very many.
    var isFull: Bool {
        all.count >= 2000
    }

    struct Place: Hashable {
        let guild: Int64
        let author: SourceID
    }

    struct Person {
        let key: Int64
        var said: PersonStatement
    }

    /// Notes what is said of someone and returns the archive's key; nil for someone of whom the group knows nothing.
    mutating func note(_ statement: PersonStatement, of author: SourceID, in guild: Int64) -> Int64? {
        let place = Place(guild: guild, author: author)
        guard let index = all.index(forKey: place) else { return nil }
        all.values[index].said.take(statement)
        return all.values[index].key
    }

    mutating func add(_ statement: PersonStatement, of author: SourceID, in guild: Int64, key: Int64) {
        all[Place(guild: guild, author: author)] = Person(key: key, said: statement)
    }
}

/// What an export says about someone.
struct PersonStatement {
    private(set) var name: String
    private(set) var isBot: Bool
    private(set) var nickname: String?
    /// A JSON array of names.
    private(set) var roles: String?
    private(set) var seen: Timestamp

    init(_ record: AuthorRecord, seen: Timestamp) {
        name = record.name
        isBot = record.isBot
        nickname = record.nickname == record.name ? nil : record.nickname
        if !record.roles.isEmpty {
            var writer = JSONWriter()
            record.roles.write(to: &writer)
            roles = writer.text
        }
        self.seen = seen
    }

    /// Gives way to a newer statement; of two of the same moment to what orders last by its bytes, as in the database.
    mutating func take(_ other: PersonStatement) {
        guard seen == other.seen else {
            if seen < other.seen { self = other }
            return
        }
        if Bytes(name, isBot ? "1" : "0") < Bytes(other.name, other.isBot ? "1" : "0") {
            (name, isBot) = (other.name, other.isBot)
        }
        if Bytes(nickname ?? "", roles ?? "") < Bytes(other.nickname ?? "", other.roles ?? "") {
            (nickname, roles) = (other.nickname, other.roles)
        }
    }
}

/// Two texts in the order of their bytes.
private struct Bytes {
    let first: String
    let second: String

    init(_ first: String, _ second: String) {
        self.first = first
        self.second = second
    }

    static func < (left: Bytes, right: Bytes) -> Bool {
        left.first.utf8.elementsEqual(right.first.utf8)
            ? left.second.utf8.lexicographicallyPrecedes(right.second.utf8)
            : left.first.utf8.lexicographicallyPrecedes(right.first.utf8)
    }
}
