import Foundation
import Store
import TestSupport
import Testing

@testable import Chat
@testable import Conversations
@testable import Pipeline

/// The sample's conversations beside what a reader made of them (`Tests/Gold/sample`).
@Suite("The sample's conversations")
struct SampleConversationsTests {
    private let folder: ScratchFolder
    private let store: ConversationStore
    private let gold: SampleGold

    init() async throws {
        folder = try ScratchFolder()
        gold = try SampleGold()
        _ = try await ingest([SampleGold.root + "/corpora/sample"], into: folder)
        store = try folder.conversations
        let plan = ConversationStore.Plan()
        _ = try await store.begin(plan)
        while try await store.proceed(plan) != nil {}
    }

    @Test("have the kinds and statuses that a reader gives them")
    func described() async throws {
        var kinds: [String: Int] = [:]
        var statuses: [String: Int] = [:]
        var wrong: [String] = []
        for conversation in gold.conversations {
            guard let found = try await store.signals(of: conversation.messages) else { continue }
            kinds["all", default: 0] += 1
            if found.kind.rawValue == conversation.kind {
                kinds["right", default: 0] += 1
            } else {
                wrong.append("\(conversation.id) \(conversation.kind), not \(found.kind): \(found.title)")
            }
            guard let status = conversation.status, found.kind == .question else { continue }
            statuses["all", default: 0] += 1
            if found.status?.rawValue == status {
                statuses["right", default: 0] += 1
            } else {
                wrong.append("\(conversation.id) \(status), not \(found.status?.rawValue ?? "-"): \(found.title)")
            }
        }
        let summary: Comment = "kinds \(kinds), statuses \(statuses)\n\(wrong.joined(separator: "\n"))"
        #expect((kinds["right"] ?? 0) * 100 >= (kinds["all"] ?? 0) * 92, summary)
        #expect((statuses["right"] ?? 0) * 100 >= (statuses["all"] ?? 0) * 92, summary)
    }

    @Test("say no secret, in no passage and no title")
    func redacted() async throws {
        let secrets = try SampleGold.secrets()
        #expect(secrets.count == 3)
        let passages = try await store.passages(after: 0, limit: 10_000)
        #expect(passages.count > 200)
        for passage in passages {
            for secret in secrets {
                #expect(!passage.content.passage.text.contains(secret) && !passage.content.title.contains(secret))
            }
        }
    }

    @Test("are those that a reader sees, as far as links tell")
    func recovered() async throws {
        let found = try await store.partition()
        let score = PartitionScore(found: found, expected: gold.conversations.map { Set($0.messages) })
        #expect(score.oneToOne >= 0.7 && score.exact >= 0.35, "\(score)")
    }
}

/// The gold of the sample, without the messages that the second night deleted.
struct SampleGold {
    struct Conversation {
        let id: String
        let kind: String
        /// Of a conversation in which a question is asked whose status is known.
        let status: String?
        /// By id, which in the sample is unique.
        let messages: [String]
    }

    let conversations: [Conversation]

    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    init() throws {
        let questions = try Self.objects("questions.json", "questions")
        let confirmed = Set(questions.flatMap { $0["confirmations"] as? [String] ?? [] })
        let answers = Set(questions.flatMap { $0["answers"] as? [String] ?? [] })
        let disputes = Set(questions.flatMap { $0["disputes"] as? [String] ?? [] })
        conversations = try Self.objects("conversations.json", "conversations").map { object in
            let messages = (object["messages"] as? [[String: String]] ?? []).compactMap { $0["message"] }
            let isConfirmed = messages.contains(where: confirmed.contains)
            let isAnswered = messages.contains(where: answers.contains)
            let isDisputed = messages.contains(where: disputes.contains)
            return Conversation(
                id: object["id"] as? String ?? "", kind: object["kind"] as? String ?? "",
                status: object["question"] is String
                    ? isDisputed ? "disputed" : isConfirmed || isAnswered ? "answered" : "open" : nil,
                messages: messages)
        }
    }

    static func secrets() throws -> [String] {
        let data = try Data(contentsOf: URL(fileURLWithPath: root + "/Tests/Gold/sample/secrets.json"))
        let objects = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
        return objects.compactMap { $0["text"] as? String }
    }

    private static func objects(_ name: String, _ key: String) throws -> [[String: Any]] {
        let data = try Data(contentsOf: URL(fileURLWithPath: root + "/Tests/Gold/sample/" + name))
        let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        return try #require(object[key] as? [[String: Any]])
    }
}

extension ConversationStore {
    /// What would be said of some messages if they were a conversation.
    fileprivate func signals(of ids: [String]) throws -> ConversationSignals? {
        channels = ChannelTable(try database.channels())
        let keys = try ids.flatMap { try database.messages(SourceID($0)) }
        var members: [PlacedKey] = []
        for key in keys {
            guard let message = try database.feedMessage(key), !message.isDeleted,
                let placed = try database.placedKey(key)
            else { continue }
            members.append(placed)
        }
        members.sort { $0.place < $1.place }
        let place = members.compactMap { channels[$0.channel] }
        guard let channel = place.first(where: \.isThread) ?? place.first else { return nil }
        return try reading(members[0].place.id, of: members, in: channel).signals
    }

    /// The conversations as sets of message ids.
    fileprivate func partition() throws -> [Set<String>] {
        var sets: [Int64: Set<String>] = [:]
        try database.query("SELECT conversation, id FROM link JOIN message ON key = message") {
            row throws(StoreError) in
            let id: SourceID = try row[1]
            sets[row.integer(0), default: []].insert(id.description)
        }
        return Array(sets.values)
    }
}

/// How like two partitions of the same messages are.
struct PartitionScore: CustomStringConvertible {
    /// The share of messages in the overlaps of the best pairs, pairs chosen greedily.
    private(set) var oneToOne = 0.0
    /// F1 of conversations that are the same to the message, those of one message left out.
    private(set) var exact = 0.0

    init(found: [Set<String>], expected: [Set<String>]) {
        let all = Set(found.flatMap(\.self))
        let expected = expected.map { $0.intersection(all) }.filter { !$0.isEmpty }
        let pairs = found.enumerated().flatMap { left in
            expected.enumerated().compactMap { right in
                let overlap = left.element.intersection(right.element).count
                return overlap > 0 ? (overlap, left.offset, right.offset) : nil
            }
        }.sorted { $0 > $1 }
        var used: (Set<Int>, Set<Int>) = ([], [])
        var sum = 0
        for (overlap, left, right) in pairs where !used.0.contains(left) && !used.1.contains(right) {
            used.0.insert(left)
            used.1.insert(right)
            sum += overlap
        }
        oneToOne = Double(sum) / Double(max(all.count, 1))
        let long = (Set(found.filter { $0.count > 1 }), Set(expected.filter { $0.count > 1 }))
        exact = 2 * Double(long.0.intersection(long.1).count) / Double(max(long.0.count + long.1.count, 1))
    }

    var description: String {
        "one-to-one \(oneToOne), exact F1 \(exact)"
    }
}
