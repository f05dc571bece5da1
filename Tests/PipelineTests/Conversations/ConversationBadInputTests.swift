import Store
import TestSupport
import Testing

@testable import Chat
@testable import Conversations
@testable import Pipeline

@Suite("Conversations of bad input")
struct ConversationBadInputTests {
    private let folder: ScratchFolder
    init() throws { folder = try ScratchFolder() }

    private func follow(_ messages: [ChannelFixture.Message], portion: Int = 10_000) async throws -> ConversationStore {
        let channel = ChannelFixture(id: 700, name: "help", exportedAt: 900, messages: messages)
        _ = try await ingest([try folder.write(channel.json, to: "1.json")], into: folder)
        let store = try folder.conversations
        try await store.follow(by: GapThreader.self, portion: portion)
        return store
    }

    @Test("very many messages at one time are one conversation, whatever the portions")
    func oneMoment() async throws {
        let store = try await follow(
            (1...20_000).map { number in
                ChannelFixture.Message(
                    id: number, second: 50, author: number % 2 == 0 ? "bot" : "bot2", text: "ping \(number)",
                    isBot: true)
            }, portion: 1500)
        let found = try await store.conversations(ConversationQuery())
        #expect(found.map(\.messageCount) == [20_000])
        #expect(found.map(\.kind) == [.bot])
    }

    @Test("replies to what is later, gone, elsewhere or itself are no links, and a circle is cut")
    func replies() async throws {
        func message(_ id: Int, answers: Int?) -> ChannelFixture.Message {
            ChannelFixture.Message(
                id: id, second: id * 10_000, author: "ada", text: "message \(id)", answers: answers, type: "Reply")
        }
        let store = try await follow([
            message(1, answers: 2), message(2, answers: 3), message(3, answers: 1), message(4, answers: 4),
            message(5, answers: 77), message(6, answers: 2),
        ])
        let found = try await store.conversations(ConversationQuery())
        var sets: [String: [String]] = [:]
        for conversation in found {
            sets[conversation.id.description] = try await store.messageIDs(of: conversation).map(\.description)
        }
        #expect(sets == ["1": ["1", "3"], "2": ["2", "6"], "4": ["4"], "5": ["5"]])
    }

    @Test("a message of 20 MB is read as far as people can write")
    func huge() async throws {
        let store = try await follow([
            ChannelFixture.Message(
                id: 1, second: 1, author: "ada",
                text: "how do i read this? " + String(repeating: "ä🙂 ", count: 2_600_000)),
            ChannelFixture.Message(id: 2, second: 2, author: "grace", text: "in parts"),
        ])
        let conversation = try await store.conversation(of: .number(2))
        #expect(conversation.messageCount == 2)
        let passages = try await store.passages(after: 0, limit: 10_000)
        #expect(passages.reduce(0) { $0 + $1.content.passage.text.utf8.count } < 4 * FeedMessage.longestText)
    }

    @Test("text from right to left and without width is kept as it is")
    func directions() async throws {
        let text = "\u{202e}كيف أعيد تشغيل\u{200b} الخادم؟\u{2066} error VE-17"
        let store = try await follow([ChannelFixture.Message(id: 1, second: 1, author: "ada", text: text)])
        let passages = try await store.passages(after: 0, limit: 10)
        #expect(passages.first?.content.passage.text.contains(text) == true)
    }

    @Test("a deleted message is in no conversation, and its neighbours stay together")
    func deleted() async throws {
        func message(_ id: Int) -> ChannelFixture.Message {
            ChannelFixture.Message(id: id, second: id, author: "ada", text: "message \(id)")
        }
        _ = try await follow((1...20).map(message))
        let later = ChannelFixture(
            id: 700, name: "help", exportedAt: 950, messages: [message(1)] + (3...20).map(message))
        _ = try await ingest([try folder.write(later.json, to: "2.json")], into: folder)
        try await folder.conversations.follow(by: GapThreader.self, portion: 10_000)
        #expect(try await folder.conversations.conversation(of: .number(5)).id == .number(1))
        let store = try folder.conversations
        await #expect(throws: ConversationError.unknown(id: "2")) { try await store.conversation(of: .number(2)) }
        await #expect(throws: ConversationError.unknown(id: "99")) { try await store.conversation(of: .number(99)) }
    }

    @Test("a first message that is deleted leaves a redirect, and a merge needs none")
    func merged() async throws {
        func message(_ id: Int, second: Int, text: String = "") -> ChannelFixture.Message {
            ChannelFixture.Message(id: id, second: second, author: "ada", text: "message \(id)\(text)")
        }
        // Two conversations, the later one of three messages.
        let first = message(1, second: 1)
        let later = [message(2, second: 5000), message(3, second: 5010), message(4, second: 5020)]
        _ = try await follow([first] + later + [message(9, second: 90_000)])
        let without = ChannelFixture(
            id: 700, name: "help", exportedAt: 950, messages: [first] + later.dropFirst() + [message(9, second: 90_000)]
        )
        _ = try await ingest([try folder.write(without.json, to: "2.json")], into: folder)
        let store = try folder.conversations
        try await store.follow(by: GapThreader.self, portion: 10_000)
        #expect(try await store.conversation(of: .number(2)).id == .number(3))

        // A message between them, which comes late, joins both.
        let bridge = (0..<6).map { message(20 + $0, second: 800 + $0 * 800) }
        let joined = ChannelFixture(
            id: 700, name: "help", exportedAt: 960,
            messages: [first] + later.dropFirst() + bridge + [message(99, second: 90_000)])
        _ = try await ingest([try folder.write(joined.json, to: "3.json")], into: folder)
        let last = try folder.conversations
        try await last.follow(by: GapThreader.self, portion: 10_000)
        #expect(try await last.conversation(of: .number(3)).id == .number(1))
        #expect(try await last.conversation(of: .number(2)).id == .number(1))
    }

    @Test("private places are cut into passages only where they are named")
    func unpublished() async throws {
        let text = "how do i rotate the api_key in veldt.toml?"
        let secret = ChannelFixture(
            id: 800, type: "GuildPrivateThread", name: "mods", exportedAt: 900,
            messages: [ChannelFixture.Message(id: 1, second: 1, author: "ada", text: text)])
        let open = ChannelFixture(
            id: 700, name: "help", exportedAt: 900,
            messages: [ChannelFixture.Message(id: 2, second: 1, author: "ada", text: text)])
        let files = try [secret, open].map { try folder.write($0.json, to: "\($0.id).json") }
        _ = try await ingest(files, into: folder)
        func conversations(_ published: [String]) async throws -> [String] {
            let store = try folder.conversations
            var plan = ConversationStore.Plan()
            plan.published = published
            if try await store.begin(plan) != nil { while try await store.proceed(plan) != nil {} }
            return try await store.passages(after: 0, limit: 10).map(\.content.conversation.description).sorted()
        }
        #expect(try await conversations([]) == ["2"])
        #expect(try await conversations(["mods"]) == ["1", "2"])
        #expect(try await conversations([]) == ["2"])
    }
}
