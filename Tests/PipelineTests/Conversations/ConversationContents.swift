import Store
import TestSupport

@testable import Chat
@testable import Conversations
@testable import Pipeline

extension ConversationStore {
    /// All that is said of conversations, free of our own keys and of the order in which it became known: a line a fact, sorted.
    func contents() throws -> [String] {
        let queries: [SQL] = [
            """
            SELECT 'link', m.id, c.id, p.id, r.id, l.probability, v.id, l.rivalProbability, l.time = m.time
            FROM link l JOIN message m ON m.key = l.message JOIN channel c ON c.key = l.channel
                JOIN message r ON r.key = l.conversation LEFT JOIN message p ON p.key = l.parent
                LEFT JOIN message v ON v.key = l.rival
            """,
            """
            SELECT 'conversation', m.id, c.id, k.title, k.kind, k.status, a.id, k.messages, k.people, k.began, k.ended
            FROM conversation k JOIN message m ON m.key = k.first JOIN channel c ON c.key = k.channel
                LEFT JOIN author a ON a.key = k.asker
            """,
            """
            SELECT 'signal', r.id, s.kind, m.id FROM signal s JOIN message r ON r.key = s.conversation
                JOIN message m ON m.key = s.message
            """,
            """
            SELECT 'passage', r.id, p.ordinal, hex(p.hash) FROM passage p JOIN message r ON r.key = p.conversation
            """,
            "SELECT 'waiting', m.id, w.target FROM waiting w JOIN message m ON m.key = w.message",
            "SELECT 'undone', channel FROM relink", "SELECT 'undone', conversation FROM stale",
        ]
        var lines: [String] = []
        for query in queries {
            lines += try database.rows(query) { row throws(StoreError) in
                (0..<11).map { index in
                    row.isNull(index) ? "-" : row.withBytes(index) { String(decoding: $0, as: UTF8.self) }
                }.joined(separator: "|")
            }
        }
        return lines.sorted()
    }

    /// Follows the archive with another threader than the standard one, a few messages a transaction.
    func follow<Model: Threader>(by model: Model.Type, portion: Int) throws {
        guard try survey(threader: "a test's", published: []) != nil else { return }
        while try linkPortion(by: model, limit: portion) != nil {}
        while try describePortion(messages: portion) != nil {}
    }
}

extension ScratchFolder {
    var conversations: ConversationStore {
        get throws { try ConversationStore(path: path + "/state/quarry.db", mode: .create) }
    }
}
