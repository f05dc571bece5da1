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

    /// Stores the authors that a batch announces, and notes their keys under their numbers.
    func addAuthors(_ authors: [AuthorRecord], to export: inout ExportInProgress) throws {
        for author in authors {
            let key = try authorKey(author, seen: export.header.exportedAt)
            try addMember(author, key: key, export)
            let number = Int(author.number)
            if number >= export.authors.count {
                export.authors.append(contentsOf: repeatElement(0, count: number + 1 - export.authors.count))
            }
            export.authors[number] = key
        }
    }

    private func authorKey(_ author: AuthorRecord, seen: Timestamp) throws -> Int64 {
        try database.execute(
            """
            INSERT INTO author (source, id, name, isBot, seen) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (source, id) DO UPDATE SET name = ?3, isBot = ?4, seen = ?5
            WHERE (seen, name, isBot) < (?5, ?3, ?4)
            """, Source.discord.rawValue, author.id, author.name, author.isBot, seen)
        return try key("SELECT key FROM author WHERE source = ? AND id = ?", author.id)
    }

    private func addMember(_ author: AuthorRecord, key: Int64, _ export: ExportInProgress) throws {
        let nickname = author.nickname == author.name ? nil : author.nickname
        var roles: String?
        if !author.roles.isEmpty {
            var writer = JSONWriter()
            author.roles.write(to: &writer)
            roles = writer.text
        }
        try database.execute(
            """
            INSERT INTO member VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (guild, author) DO UPDATE SET nickname = ?3, roles = ?4, seen = ?5
            WHERE (seen, ifnull(nickname, ''), ifnull(roles, '')) < (?5, ifnull(?3, ''), ifnull(?4, ''))
            """, export.guild, key, nickname, roles, export.header.exportedAt)
    }

    private func key(_ sql: SQL, _ id: SourceID) throws -> Int64 {
        guard let key = try database.value(sql, Source.discord.rawValue, id, as: Int64.self) else {
            preconditionFailure("a row that was just written is missing")
        }
        return key
    }
}
