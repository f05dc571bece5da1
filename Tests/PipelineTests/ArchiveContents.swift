import Store
import TestSupport

@testable import Chat
@testable import Pipeline

extension Archive {
    /// All that the archive says, free of our own keys and of the order in which it became known: a line a fact, sorted.
    func contents() throws -> [String] {
        let queries: [SQL] = [
            """
            SELECT 'message', c.id, m.id, a.id, m.time, m.edited, m.type, m.isPinned, m.reference, hex(d.hash),
                m.content, m.extras, m.reactions
            FROM message m JOIN channel c ON c.key = m.channel JOIN author a ON a.key = m.author
                LEFT JOIN export d ON d.key = m.deletedBy
            """,
            """
            SELECT 'version', c.id, m.id, v.edited, v.content, v.extras
            FROM version v JOIN message m ON m.key = v.message JOIN channel c ON c.key = m.channel
            """,
            """
            SELECT 'absence', hex(e.hash), c.id, m.id FROM absence a JOIN export e ON e.key = a.export
                JOIN message m ON m.key = a.message JOIN channel c ON c.key = m.channel
            """,
            """
            SELECT 'authored', w.author = m.author AND w.time = m.time, c.id, m.id
            FROM message m JOIN channel c ON c.key = m.channel LEFT JOIN authored w ON w.message = m.key
            """,
            "SELECT 'export', hex(hash), exportedAt, after, before, first, last, infersDeletions, isTrusted FROM export",
            "SELECT 'guild', id, name, seen FROM guild",
            "SELECT 'channel', id, type, name, parent, parentName, topic, seen FROM channel",
            "SELECT 'author', id, name, isBot, seen FROM author",
            """
            SELECT 'member', g.id, a.id, n.nickname, n.roles, n.seen
            FROM member n JOIN guild g ON g.key = n.guild JOIN author a ON a.key = n.author
            """,
        ]
        var lines: [String] = []
        for query in queries {
            lines += try database.rows(query) { row throws(StoreError) in row.text }
        }
        return lines.sorted()
    }
}

extension Row {
    /// The columns as text, up to the widest table's number of columns.
    fileprivate var text: String {
        (0..<14).map { index in
            isNull(index) ? "-" : withBytes(index) { bytes in String(decoding: bytes, as: UTF8.self) }
        }.joined(separator: "|")
    }
}

/// Runs the pipeline over some files into a folder.
func ingest(
    _ inputs: [String], into folder: ScratchFolder, trustsDeletions: Bool = false
) async throws -> Ingest.Outcome {
    var ingest = Ingest(inputs: inputs)
    ingest.trustsDeletions = trustsDeletions
    return try await Run(folder: StateFolder(folder.path + "/state"), ingest: ingest, purpose: "test").run(
        at: ExportFixture.time(0)
    ) { _ in }.ingest
}

extension ScratchFolder {
    /// The archive that `ingest` made here.
    func archive() throws -> Archive {
        try StateFolder(path + "/state").openForReading()
    }
}
