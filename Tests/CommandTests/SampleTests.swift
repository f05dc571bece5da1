import Foundation
import JSONStream
import TestSupport
import Testing

/// The sample, read by the real program and measured against its gold.
@Suite("The sample")
struct SampleTests {
    @Test("has the numbers that its gold says")
    func numbers() throws {
        let folder = try ScratchFolder()
        let state = folder.path("state")
        let ingest = try Program.quarry.run(["ingest", "corpora/sample", "--output", state])
        #expect(ingest.code == 0, "\(ingest.errors)")
        let status = try Program.quarry.run(["status", "--output", state, "--json"])
        let found = try object(status.output)
        let gold = try object(try String(contentsOfFile: Self.gold + "numbers.json", encoding: .utf8))
        for key in ["guilds", "channels", "messages", "authors", "edits"] {
            #expect(found[key] as? Int == gold[key] as? Int, "\(key)")
        }
        #expect(found["deletions"] as? Int == gold["deleted"] as? Int)
        #expect(found["problems"] as? Int == 0)
        let span = try #require(found["span"] as? [String: String])
        #expect(span["first"].map { $0.dropLast() } == (gold["first"] as? String).map { $0.dropLast(6) })
        #expect(span["last"].map { $0.dropLast() } == (gold["last"] as? String).map { $0.dropLast(6) })
    }

    @Test("shows exactly the deletions and edits between its nights")
    func changes() throws {
        let folder = try ScratchFolder()
        let state = folder.path("state")
        _ = try Program.quarry.run(["ingest", "corpora/sample", "--output", state])
        let listed = try Program.quarry.run(["messages", "--output", state, "--deleted", "--limit", "2000", "--json"])
        let messages = try listed.output.split(separator: "\n").map { try object(String($0)) }
        let gold = try object(try String(contentsOfFile: Self.gold + "changes.json", encoding: .utf8))
        func ids(_ key: String) -> Set<String> {
            Set((gold[key] as? [[String: String]] ?? []).compactMap { $0["message"] })
        }
        let deleted = messages.filter { $0["deleted"] is String }.compactMap { $0["id"] as? String }
        #expect(Set(deleted) == ids("deleted"))
        let edited = Set(messages.filter { $0["edited"] is String }.compactMap { $0["id"] as? String })
        #expect(ids("edited").isSubset(of: edited))
    }

    @Test("as of the first night is what that night's exports say")
    func asOf() throws {
        let folder = try ScratchFolder()
        _ = try Program.quarry.run(["ingest", "corpora/sample", "--output", folder.path("both")])
        _ = try Program.quarry.run([
            "ingest", "corpora/sample/2025-10-08-nightly", "--output", folder.path("first"),
        ])
        let arguments = ["messages", "--json", "--limit", "2000", "--as-of", "2025-10-08T23:59:00Z", "--output"]
        let both = try Program.quarry.run(arguments + [folder.path("both")])
        let first = try Program.quarry.run(arguments + [folder.path("first")])
        func texts(_ output: String) throws -> [String] {
            try output.split(separator: "\n").map { line in
                let message = try object(String(line))
                return "\(message["id"] ?? "") \(message["content"] ?? "") \(message["edited"] ?? "")"
            }.sorted()
        }
        #expect(try texts(both.output) == texts(first.output))
        #expect(try texts(first.output).count > 750)
    }

    @Test("is printed without its secrets, unless asked for raw text")
    func secrets() throws {
        let folder = try ScratchFolder()
        let state = folder.path("state")
        _ = try Program.quarry.run(["ingest", "corpora/sample", "--output", state])
        let text = try String(contentsOfFile: Self.gold + "secrets.json", encoding: .utf8)
        let secrets = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: String]])
        let listing = ["messages", "--output", state, "--deleted", "--limit", "2000", "--json"]
        let redacted = try contents(try Program.quarry.run(listing).output)
        let raw = try contents(try Program.quarry.run(listing + ["--raw"]).output)
        for secret in secrets {
            let whole = try #require(secret["text"])
            // Of an address only the password is secret.
            let hidden = whole.wholeMatch(of: #/\w+://\w+:(.*)@.*/#).map { String($0.output.1) } ?? whole
            #expect(raw.contains { $0.contains(hidden) })
            #expect(!redacted.contains { $0.contains(hidden) }, "\(secret["kind"] ?? "")")
        }
        let changed = zip(raw, redacted).filter { $0 != $1 }.map(\.1)
        #expect(changed.allSatisfy { $0.contains("[redacted: ") })
    }

    private func contents(_ output: String) throws -> [String] {
        try output.split(separator: "\n").map { try #require(try object(String($0))["content"] as? String) }
    }

    private static let gold = Program.root + "/Tests/Gold/sample/"

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
