import Foundation
import TestSupport
import Testing

/// A generated community of two nights, read by the real program and compared with what the generator says it has planted.
@Suite("A generated community")
struct GeneratedTests {
    @Test(
        "has the messages, edits and deletions that were planted, in one run or night by night, in any form",
        arguments: [[], ["--reverse", "--raw-markdown", "--utc"], ["--compact", "--partition", "700"]])
    func totals(options: [String]) throws {
        let folder = try ScratchFolder()
        let exports = folder.path("exports")
        let made = try Program.generator.run(
            [
                "--messages", "20000", "--nights", "2", "--overlap", "100", "--changed", "4", "--seed", "5",
                "--output", exports, "--gold", folder.path("gold"),
            ] + options)
        try #require(made.code == 0, "\(made.errors)")
        let gold = try object(try folder.text("gold").split(separator: "\n").last.map(String.init) ?? "")
        let nights = try FileManager.default.contentsOfDirectory(atPath: exports).sorted()
        try #require(nights.count == 2)

        // A message that was the first or last of its file leaves no gap: its deletion cannot be told.
        let spans = try spans(of: exports + "/" + nights[1])
        let told = try folder.text("gold").split(separator: "\n").map { try object(String($0)) }.filter { line in
            guard line["kind"] as? String == "deleted",
                let id = (line["message"] as? String).flatMap(Int.init), let channel = line["channel"] as? String
            else { return false }
            return spans.contains { $0.channel == channel && $0.ids.contains(id) }
        }.count
        let untold = (gold["deleted"] as? Int ?? 0) - told
        #expect(told > 100 && untold < told / 10)

        let whole = folder.path("whole")
        #expect(try Program.quarry.run(["ingest", exports, "--output", whole]).code == 0)
        let stepwise = folder.path("stepwise")
        for night in nights {
            #expect(try Program.quarry.run(["ingest", exports + "/" + night, "--output", stepwise]).code == 0)
        }
        for state in [whole, stepwise] {
            let status = try object(try Program.quarry.run(["status", "--json", "--output", state]).output)
            #expect(status["messages"] as? Int == (gold["messages"] as? Int).map { $0 + untold })
            #expect(status["edits"] as? Int == gold["edited"] as? Int)
            #expect(status["deletions"] as? Int == told)
            #expect(status["authors"] as? Int == gold["authors"] as? Int)
            #expect(status["problems"] as? Int == 0)
        }
    }

    private func spans(of folder: String) throws -> [(channel: String, ids: ClosedRange<Int>)] {
        try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { name in
            let export = try object(try String(contentsOfFile: folder + "/" + name, encoding: .utf8))
            let messages = export["messages"] as? [[String: Any]] ?? []
            let ids = messages.compactMap { ($0["id"] as? String).flatMap(Int.init) }
            let channel = try #require((export["channel"] as? [String: Any])?["id"] as? String)
            guard let first = ids.min(), let last = ids.max() else { return nil }
            return (channel, first...last)
        }
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
