import Store
import TestSupport
import Testing

@testable import Chat
@testable import Conversations
@testable import Pipeline

@Suite("Conversations over many nights")
struct ConversationNightsTests {
    private let files: ScratchFolder
    init() throws { files = try ScratchFolder() }

    /// The files of some nights.
    private func nights(seed: UInt64, count: Int) throws -> [[String]] {
        var community = CommunityFixture(seed: seed)
        return try (0..<count).map { night in
            try community.nextNight().map { try files.write($0.json, to: "\(night)-\($0.id).json") }
        }
    }

    /// What is said of the conversations when all files were read in these portions.
    private func contents<Model: Threader>(
        _ portions: [[String]], by model: Model.Type, portion: Int
    ) async throws -> [String] {
        let folder = try ScratchFolder()
        for files in portions {
            _ = try await ingest(files, into: folder)
            try await folder.conversations.follow(by: model, portion: portion)
        }
        return try await folder.conversations.contents()
    }

    /// The first lines that only one of them has.
    private func difference(_ found: [String], _ expected: [String]) -> [String] {
        (found.difference(from: expected).map { change in
            switch change {
            case .insert(_, let line, _): "+ \(line)"
            case .remove(_, let line, _): "- \(line)"
            }
        }.prefix(8)).map { String($0.prefix(200)) }
    }

    @Test("are those of one run over everything, whatever the threader and the portions", arguments: UInt64(1)...40)
    func incremental(seed: UInt64) async throws {
        let nights = try nights(seed: seed, count: 4)
        let whole = try await contents([nights.flatMap(\.self)], by: WhimsicalThreader.self, portion: 10_000)
        for portion in [3, 40] {
            let found = try await contents(nights, by: WhimsicalThreader.self, portion: portion)
            #expect(difference(found, whole) == [], "seed \(seed), portions of \(portion)")
        }
        let plain = try await contents([nights.flatMap(\.self)], by: GapThreader.self, portion: 10_000)
        let found = try await contents(nights, by: GapThreader.self, portion: 7)
        #expect(difference(found, plain) == [], "seed \(seed)")
    }

    @Test("are the same in any order of files", arguments: UInt64(101)...120)
    func permuted(seed: UInt64) async throws {
        let nights = try nights(seed: seed, count: 3)
        let whole = try await contents([nights.flatMap(\.self)], by: WhimsicalThreader.self, portion: 10_000)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<3 {
            let order = nights.flatMap(\.self).shuffled(using: &random)
            let found = try await contents(order.map { [$0] }, by: WhimsicalThreader.self, portion: 11)
            #expect(difference(found, whole) == [], "seed \(seed), order \(order.map { $0.suffix(12) })")
        }
    }

    @Test("hold each message once, and every link points back within its conversation", arguments: UInt64(201)...240)
    func partition(seed: UInt64) async throws {
        let folder = try ScratchFolder()
        for files in try nights(seed: seed, count: 3) {
            _ = try await ingest(files, into: folder)
            let store = try folder.conversations
            try await store.follow(by: WhimsicalThreader.self, portion: 20)
            let faults = try await store.faults()
            #expect(faults == [], "seed \(seed)")
        }
    }

    @Test("cost nothing when nothing has changed, and a reaction costs no link")
    func unchanged() async throws {
        let folder = try ScratchFolder()
        var channel = ChannelFixture(
            id: 700, name: "help", exportedAt: 900,
            messages: (1...60).map {
                ChannelFixture.Message(id: $0, second: $0 * 400, author: "ada", text: "message \($0)")
            })
        _ = try await ingest([try folder.write(channel.json, to: "1.json")], into: folder)
        let store = try folder.conversations
        try await store.follow(by: GapThreader.self, portion: 1000)
        #expect(try await store.survey(threader: "a test's", published: []) == nil)
        channel.exportedAt = 950
        channel.messages[30].reactions = ["✅"]
        _ = try await ingest([try folder.write(channel.json, to: "2.json")], into: folder)
        let next = try folder.conversations
        #expect(try await next.survey(threader: "a test's", published: []) == 1)
        #expect(try await next.linkPortion(by: GapThreader.self, limit: 1000) == nil)
        #expect(try await next.describePortion(messages: 1000) == 1)
    }

    @Test("an edit far back makes links again only around it")
    func neighbourhood() async throws {
        let folder = try ScratchFolder()
        var channel = ChannelFixture(
            id: 700, name: "help", exportedAt: 900,
            messages: (1...3000).map {
                ChannelFixture.Message(id: $0, second: $0 * 400, author: "ada", text: "message \($0)")
            })
        _ = try await ingest([try folder.write(channel.json, to: "1.json")], into: folder)
        try await folder.conversations.follow(by: GapThreader.self, portion: 1000)
        channel.exportedAt = 950
        channel.messages[30].text = "another text"
        channel.messages[30].editedAt = 13_000
        _ = try await ingest([try folder.write(channel.json, to: "2.json")], into: folder)
        let store = try folder.conversations
        #expect(try await store.survey(threader: "a test's", published: []) == 1)
        #expect(try await store.linkPortion(by: GapThreader.self, limit: 1000) == 1 + GapThreader.memory)
        #expect(try await store.linkPortion(by: GapThreader.self, limit: 1000) == nil)
    }
}

extension ConversationStore {
    /// What should never be.
    fileprivate func faults() throws -> [String] {
        let queries: [SQL] = [
            """
            SELECT 'a message without a link', id FROM message
            WHERE deletedBy IS NULL AND key NOT IN (SELECT message FROM link)
            """,
            """
            SELECT 'a link of a deleted message', id FROM link JOIN message ON key = message WHERE deletedBy IS NOT NULL
            """,
            """
            SELECT 'a parent that does not come before', m.id FROM link l JOIN message m ON m.key = l.message
                JOIN message p ON p.key = l.parent WHERE (p.time, p.id) >= (m.time, m.id)
            """,
            """
            SELECT 'a parent in another conversation', l.message FROM link l LEFT JOIN link p ON p.message = l.parent
            WHERE l.parent IS NOT NULL AND p.conversation IS NOT l.conversation
            """,
            "SELECT 'a beginning of another conversation', message FROM link WHERE parent IS NULL AND message <> conversation",
            """
            SELECT 'a conversation without a description', conversation FROM link
            WHERE conversation NOT IN (SELECT first FROM conversation)
            """,
            "SELECT 'a description of nothing', first FROM conversation WHERE first NOT IN (SELECT conversation FROM link)",
            """
            SELECT 'a miscount', first FROM conversation
            WHERE messages <> (SELECT count(*) FROM link WHERE conversation = first)
            """,
        ]
        return try queries.flatMap { query in
            try database.rows(query) { row throws(StoreError) in "\(try row[0] as String) \(row.integer(1))" }
        }
    }
}
