import Foundation
import TestSupport
import Testing

/// `quarry conversations` and `quarry search` on the sample, as a user runs them.
@Suite("quarry conversations and search")
struct ArchiveSearchTests {
    private static let sample = Result { () throws -> ScratchFolder in
        let folder = try ScratchFolder()
        let outcome = try Program.quarry.run(["run", "corpora/sample", "--output", folder.path("state")])
        #expect(outcome.code == 0, "\(outcome.errors)")
        return folder
    }

    private func quarry(_ arguments: String...) throws -> Program.Outcome {
        let state = try Self.sample.get().path("state")
        return try Program.quarry.run(arguments + ["--output", state])
    }

    private func objects(_ outcome: Program.Outcome) throws -> [[String: Any]] {
        try outcome.output.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    @Test("hits have what every program expects of a hit")
    func hits() throws {
        let outcome = try quarry("search", "how do I take a backup", "--limit", "3", "--json")
        #expect(outcome.code == 0 && outcome.errors == "", "\(outcome.errors)")
        let hits = try objects(outcome)
        #expect(hits.count == 3)
        for (index, hit) in hits.enumerated() {
            #expect(
                Set(hit.keys) == [
                    "conversationId", "channelId", "messageIds", "messageId", "author", "time", "permalink", "text",
                    "score",
                    "rank",
                ])
            #expect(hit["rank"] as? Int == index + 1)
            let messages = try #require(hit["messageIds"] as? [String])
            #expect(messages.contains(try #require(hit["messageId"] as? String)))
        }
        #expect(Set(hits.compactMap { $0["conversationId"] as? String }).count == 3)
    }

    @Test("each mode finds", arguments: ["dense", "sparse", "hybrid"])
    func modes(mode: String) throws {
        let hits = try objects(
            quarry("search", "VE-1024 too many open files", "--mode", mode, "--limit", "5", "--json"))
        #expect(hits.count == 5)
        #expect(hits.contains { ($0["text"] as? String)?.contains("VE-1024") ?? false })
    }

    @Test("a filter, a grouping and an explanation do what they say")
    func options() throws {
        let filtered = try objects(
            quarry(
                "search", "backup", "--filter", #"channel == "support" and kind == "question""#, "--json", "--explain"))
        #expect(!filtered.isEmpty)
        #expect(filtered.allSatisfy { ($0["lists"] as? [Any])?.count == 2 })
        let passages = try objects(quarry("search", "backup", "--group-by", "none", "--json"))
        #expect(Set(passages.compactMap { $0["conversationId"] as? String }).count < passages.count)
        let refused = try quarry("search", "backup", "--filter", "chanel == 3")
        #expect(refused.code == 1 && refused.errors.contains("did you mean 'channel'?"), "\(refused.errors)")
    }

    @Test("without an encoder words are searched, and one line says so")
    func withoutEncoder() throws {
        let outcome = try quarry("search", "backup", "--encoder", "/nowhere", "--mode", "sparse", "--json")
        #expect(outcome.code == 0 && !outcome.output.isEmpty, "\(outcome.errors)")
        let missing = try quarry("search", "backup", "--encoder", "/nowhere")
        #expect(missing.code == 1 && missing.errors.contains("/nowhere"), "\(missing.errors)")
    }

    @Test("conversations are listed by what they are, and shown with what answers what")
    func conversations() throws {
        let open = try objects(quarry("conversations", "--kind", "question", "--status", "open", "--json"))
        #expect(!open.isEmpty && open.allSatisfy { $0["status"] as? String == "open" })
        let shown = try quarry("conversations", "1359973744398827527")
        #expect(shown.code == 0)
        #expect(shown.output.hasPrefix("Connection refused between two compose services\n#support"), "\(shown.output)")
        // Any message leads to its conversation.
        let all = try objects(quarry("conversations", "--channel", "support", "--json", "--limit", "1"))
        let messages = try #require(all.first?["messageIds"] as? [String])
        let last = try objects(quarry("conversations", try #require(messages.last), "--json"))
        #expect(last.first?["id"] as? String == messages.first)
        #expect(try quarry("conversations", "77").code == 1)
    }

    @Test("every live message is in exactly one conversation")
    func partition() throws {
        let conversations = try objects(quarry("conversations", "--json", "--limit", "10000"))
        let members = conversations.flatMap { $0["messageIds"] as? [String] ?? [] }
        let messages = try objects(quarry("messages", "--json", "--limit", "10000")).compactMap { $0["id"] as? String }
        #expect(members.count == messages.count)
        #expect(Set(members) == Set(messages))
    }

    @Test("an archive that was only ingested says what is missing")
    func notYet() throws {
        let folder = try ScratchFolder()
        let state = folder.path("state")
        _ = try Program.quarry.run(["ingest", "corpora/sample", "--output", state])
        for arguments in [["conversations"], ["search", "backup"]] {
            let outcome = try Program.quarry.run(arguments + ["--output", state])
            #expect(outcome.code == 1 && outcome.errors.contains("quarry run"), "\(outcome.errors)")
        }
    }
}
