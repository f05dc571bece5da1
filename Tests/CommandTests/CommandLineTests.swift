import Foundation
import Glibc
import TestSupport
import Testing

@testable import Chat
@testable import Pipeline

@Suite("The command line")
struct CommandLineTests {
    @Test(
        "ends with 64 and a helpful line when it is misused",
        arguments: [
            (["ingets"], "did you mean 'ingest'?"), (["ingest", "--outptu", "x"], "did you mean '--output'?"),
            (["messages", "--limit", "many"], "not a whole number"),
            (["messages", "--since", "yesterday"], "time such as"),
            (["messages", "--limit", "0"], "at least 1"),
        ])
    func misuse(arguments: [String], says: String) throws {
        let outcome = try Program.quarry.run(arguments)
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains(says), "\(outcome.errors)")
        #expect(outcome.output == "")
    }

    @Test("ends with 1 and says what to do when there is nothing to work on")
    func failures() throws {
        let folder = try ScratchFolder()
        let missing = try Program.quarry.run(["ingest", folder.path("nowhere"), "--output", folder.path("state")])
        #expect(missing.code == 1)
        #expect(missing.errors.contains("does not exist"))
        let empty = try Program.quarry.run(["status", "--output", folder.path("nowhere")])
        #expect(empty.code == 1)
        #expect(empty.errors.contains("quarry ingest DIR"))
    }

    @Test("ends with 1 when something was lost, with a line of file and offset, and keeps the rest")
    func loss() throws {
        let folder = try ScratchFolder()
        let good = try #require(
            FileManager.default.enumerator(atPath: Program.root + "/corpora/sample/2025-10-08-nightly")?.compactMap {
                $0 as? String
            }.first { $0.contains("announcements") })
        let text = try String(
            contentsOfFile: Program.root + "/corpora/sample/2025-10-08-nightly/" + good, encoding: .utf8)
        try folder.write(String(text.prefix(text.count * 2 / 3)), to: "exports/cut.json")
        try folder.write("not json", to: "exports/other.json")
        let outcome = try Program.quarry.run(["ingest", folder.path("exports"), "--output", folder.path("state")])
        #expect(outcome.code == 1)
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 2, "\(outcome.errors)")
        #expect(lines.contains { $0.contains("/cut.json:") && $0.contains("ends inside") })
        #expect(lines.contains { $0.contains("/other.json:0: is not") })
        #expect(outcome.output.contains("2 messages or files lost"))
        let again = try Program.quarry.run(["ingest", folder.path("exports"), "--output", folder.path("state")])
        #expect(again.code == 0)
        #expect(again.output.contains("2 unchanged"))
        let status = try Program.quarry.run(["status", "--output", folder.path("state"), "--problems"])
        #expect(status.output.split(separator: "\n").count == 2)
    }

    @Test("tells the second run on a state folder who holds it, and leaves readers alone")
    func lock() async throws {
        let folder = try ScratchFolder()
        let state = folder.path("state")
        let first = try Program.quarry.run(["ingest", "corpora/sample", "--output", state])
        #expect(first.code == 0)
        let lock = try FolderLock(StateFolder(state), for: "quarry run", at: .init(rawValue: 0))
        let second = try Program.quarry.run(["run", "corpora/sample", "--output", state])
        #expect(second.code == 1)
        #expect(second.errors.contains("in use by quarry run, process \(getpid()) since 1970-01-01T00:00:00Z"))
        #expect(try Program.quarry.run(["status", "--output", state]).code == 0)
        _ = consume lock
        #expect(try Program.quarry.run(["run", "corpora/sample", "--output", state]).code == 0)
    }

    @Test("stops at SIGINT at a safe point, says what is kept, and goes on from there")
    func interruption() throws {
        let folder = try ScratchFolder()
        let exports = folder.path("exports")
        _ = try Program.generator.run(["--messages", "40000", "--output", exports])
        let running = try Program.quarry.start(["ingest", exports, "--output", folder.path("state")])
        var log = stat()
        // Until it has begun to write, for half a minute at most.
        for _ in 0..<3000 where stat(folder.path("state/quarry.db-wal"), &log) != 0 || log.st_size < 1 << 19 {
            usleep(10_000)
        }
        running.send(SIGINT)
        let outcome = try running.outcome()
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("kept, run again to do the rest"), "\(outcome.errors)")
        let again = try Program.quarry.run(["ingest", exports, "--output", folder.path("state")])
        #expect(again.code == 0)
        let whole = try Program.quarry.run(["ingest", exports, "--output", folder.path("whole")])
        #expect(whole.code == 0)
        let status = try Program.quarry.run(["status", "--json", "--output", folder.path("state")])
        #expect(
            try status.output == Program.quarry.run(["status", "--json", "--output", folder.path("whole")]).output)
    }

    @Test("prints JSON that a JSON reader reads, for every command that offers it")
    func json() throws {
        let folder = try ScratchFolder()
        let state = folder.path("state")
        for arguments in [
            ["ingest", "corpora/sample", "--output", state], ["run", "corpora/sample", "--output", state],
            ["status", "--output", state], ["status", "--problems", "--output", state],
            ["messages", "--output", state, "--limit", "900"], ["conversations", "--output", state],
            ["search", "backup", "--output", state], ["config", "corpora/sample"], ["doctor"],
        ] {
            let outcome = try Program.quarry.run(arguments + ["--json"])
            #expect(outcome.code == 0, "\(arguments) \(outcome.errors)")
            for line in outcome.output.split(separator: "\n") {
                let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
                #expect(value is [String: Any], "\(arguments)")
            }
        }
    }

    @Test("writes a configuration that it reads, and refuses one it does not understand with its place")
    func configuration() throws {
        let folder = try ScratchFolder()
        let written = try Program.quarry.run(["init", folder.path])
        #expect(written.code == 0)
        let shown = try Program.quarry.run(["config", folder.path], environment: ["QUARRY_OUTPUT": "elsewhere"])
        #expect(shown.code == 0, "\(shown.errors)")
        #expect(shown.output.contains("environment QUARRY_OUTPUT"))
        #expect(shown.output.contains("\(folder.path)/quarry.json"))
        #expect(try Program.quarry.run(["init", folder.path]).errors.contains("--force"))
        try folder.write("{\"nmae\": \"x\"}", to: "quarry.json")
        let refused = try Program.quarry.run(["config", folder.path])
        #expect(refused.code == 1)
        #expect(
            refused.errors.contains("quarry.json:8: unknown key 'nmae'; known are name, sources"), "\(refused.errors)")
    }

    @Test(
        "shows times as the clocks of a zone do, summer time included", arguments: ["Europe/Berlin", "Asia/Kathmandu"])
    func zones(name: String) throws {
        let folder = try ScratchFolder()
        let state = folder.path("state")
        #expect(try Program.quarry.run(["ingest", "corpora/sample", "--output", state]).code == 0)
        let listing = ["messages", "--output", state, "--limit", "900"]
        let shown = try Program.quarry.run(listing + ["--time-zone", name]).output
        let plain = try Program.quarry.run(listing).output
        let times = #/ {2}\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ? {2}/#
        let expected = DateFormatter()
        expected.locale = Locale(identifier: "en_US_POSIX")
        expected.timeZone = TimeZone(identifier: name)
        expected.dateFormat = "  yyyy-MM-dd HH:mm:ss  "
        let moments = try plain.matches(of: times).map { match in
            let text = match.output.trimmingCharacters(in: .whitespaces).replacing(" ", with: "T")
            return try Date(text, strategy: .iso8601)
        }
        #expect(moments.count > 600)
        #expect(shown.matches(of: times).map { String($0.output) } == moments.map(expected.string))
        for unknown in ["Europe/Nowhere", "../localtime", ""] {
            #expect(try Program.quarry.run(listing + ["--time-zone", unknown]).code == 64, "\(unknown)")
        }
    }

    @Test("asks for libcurl only to reach a server, and then says that it is missing")
    func withoutLibcurl() throws {
        let folder = try ScratchFolder()
        // A file that is no library ends the search for one.
        try folder.write("", to: "libcurl.so.4")
        let environment = ["LD_LIBRARY_PATH": folder.path]
        let read = try Program.quarry.run(
            ["ingest", "corpora/sample", "--output", folder.path("state")], environment: environment)
        #expect(read.code == 0, "\(read.errors)")
        let texts = try folder.write("a text", to: "texts")
        let embedded = try Program.quarry.run(
            ["embed", texts, "--encoder", "http://127.0.0.1:1/v1", "--encoder-model", "m"], environment: environment)
        #expect(embedded.code == 1)
        #expect(embedded.errors.contains("libcurl is not installed"), "\(embedded.errors)")
        let checked = try Program.quarry.run(["doctor"], environment: environment)
        #expect(checked.output.contains("slow    libcurl"), "\(checked.output)")
    }

    @Test("leaves a channel out when told so, and reads it when no longer told so")
    func filter() throws {
        let folder = try ScratchFolder()
        let state = folder.path("state")
        _ = try Program.quarry.run(["ingest", "corpora/sample", "--output", state, "--exclude", "support"])
        let without = try Program.quarry.run(["status", "--output", state, "--json"])
        #expect(without.output.contains("\"channels\":6,"), "\(without.output)")
        _ = try Program.quarry.run(["ingest", "corpora/sample", "--output", state])
        let all = try Program.quarry.run(["status", "--output", state, "--json"])
        #expect(all.output.contains("\"channels\":18,"), "\(all.output)")
    }
}
