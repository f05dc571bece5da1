public import JSONStream
import Store

/// An archive in numbers.
public struct ArchiveStatus: Equatable, Sendable {
    public var guilds = 0
    public var channels = 0
    /// Messages that are not deleted.
    public var messages = 0
    public var authors = 0
    /// Earlier texts that are kept.
    public var edits = 0
    public var deletions = 0
    public var problems = 0
    /// The time of the first and last message that is not deleted.
    public var first: Timestamp?
    public var last: Timestamp?
    /// The time of the newest export.
    public var exportedAt: Timestamp?
}

extension ArchiveStatus: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("guilds", guilds)
            writer.member("channels", channels)
            writer.member("messages", messages)
            writer.member("authors", authors)
            writer.member("edits", edits)
            writer.member("deletions", deletions)
            writer.member("problems", problems)
            writer.object("span") { writer in
                writer.member("first", first)
                writer.member("last", last)
            }
            writer.member("exportedAt", exportedAt)
        }
    }
}

extension Archive {
    /// The archive in numbers, as it was at a time.
    ///
    /// Cost: one pass over the index of times; a second for ten million messages.
    public func status(asOf time: Timestamp? = nil) throws -> ArchiveStatus {
        let moment = time ?? Timestamp(rawValue: .max)
        var status = ArchiveStatus()
        let texts = try number(
            """
            SELECT sum(texts - 1) FROM (
                SELECT count(*) AS texts FROM (
                    SELECT message, edited FROM version
                    UNION ALL SELECT key, edited FROM message WHERE key IN (SELECT message FROM version))
                WHERE edited IS NULL OR edited <= ? GROUP BY message)
            """, moment)
        status.edits = Int(texts)
        status.deletions = Int(
            try number(
                """
                SELECT count(*) FROM message INDEXED BY message_deleted JOIN export ON export.key = deletedBy
                WHERE deletedBy IS NOT NULL AND export.exportedAt <= ?1 AND time <= ?1
                """, moment))
        for channel in try database.rows("SELECT key FROM channel", decode: { row in row.integer(0) }) {
            try add(channel, until: moment, to: &status)
        }
        status.messages -= status.deletions
        status.guilds = Int(try number("SELECT count(DISTINCT guild) FROM channel"))
        status.authors = Int(
            try time == nil
                ? number("SELECT count(*) FROM author")
                : number(
                    """
                    SELECT count(*) FROM author
                    WHERE EXISTS (SELECT 1 FROM message WHERE author = author.key AND time <= ?)
                    """, moment))
        status.problems = Int(try number("SELECT count(*) FROM problem"))
        status.exportedAt = try database.value(
            "SELECT max(exportedAt) FROM export WHERE exportedAt <= ?", moment, as: Timestamp?.self
        ).flatMap { $0 }
        return status
    }

    private func add(_ channel: Int64, until moment: Timestamp, to status: inout ArchiveStatus) throws {
        let count = Int(
            try number("SELECT count(*) FROM message WHERE channel = ? AND time <= ?", channel, moment))
        guard count > 0 else { return }
        status.channels += 1
        status.messages += count
        let ends = try database.rows(
            """
            SELECT (SELECT time FROM message LEFT JOIN export ON export.key = deletedBy
                    WHERE message.channel = ?1 AND time <= ?2 AND ifnull(exportedAt > ?2, TRUE)
                    ORDER BY time LIMIT 1),
                   (SELECT time FROM message LEFT JOIN export ON export.key = deletedBy
                    WHERE message.channel = ?1 AND time <= ?2 AND ifnull(exportedAt > ?2, TRUE)
                    ORDER BY time DESC LIMIT 1)
            """, channel, moment
        ) { row throws(StoreError) -> (Timestamp?, Timestamp?) in (try row[0], try row[1]) }
        guard let (first, last) = ends.first, let first, let last else { return }
        status.first = status.first.map { min($0, first) } ?? first
        status.last = status.last.map { max($0, last) } ?? last
    }
}
