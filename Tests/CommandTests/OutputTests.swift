import Foundation
import TestSupport
import Testing

@Suite("Standard output")
struct OutputTests {
    private let folder: ScratchFolder
    private var state: String { folder.path("state") }

    init() throws {
        folder = try ScratchFolder()
        #expect(try Program.quarry.run(["run", "corpora/sample", "--output", state]).code == 0)
    }

    private func commands() throws -> [[String]] {
        let texts = try folder.write(String(repeating: "a text\n", count: 40), to: "texts.txt")
        let made = folder.path("made")
        try FileManager.default.createDirectory(atPath: made, withIntermediateDirectories: true)
        return [
            ["ingest", "corpora/sample", "--output", state], ["run", "corpora/sample", "--output", state, "--json"],
            ["status", "--output", state], ["status", "--output", state, "--json"],
            ["messages", "--output", state, "--limit", "1000"], ["messages", "--output", state, "--json"],
            ["conversations", "--output", state], ["conversations", "--output", state, "--json"],
            ["search", "backup", "--output", state], ["search", "backup", "--output", state, "--json"],
            ["config", "corpora/sample"], ["init", made], ["doctor"], ["doctor", "--json"], ["embed", texts],
            ["embed", texts, "--format", "npy"], ["--version"], ["--help"], ["--completions", "bash"],
        ]
    }

    @Test("that is full makes every command end with 1 and one line")
    func full() throws {
        for command in try commands() {
            let outcome = try Program.quarry.run(command, output: .file("/dev/full"))
            #expect(outcome.code == 1, "\(command)")
            let lines = outcome.errors.split(separator: "\n").filter { $0.hasPrefix("quarry: ") }
            #expect(lines.count == 1, "\(command): \(outcome.errors)")
            #expect(outcome.errors.contains("No space left on device"), "\(command): \(outcome.errors)")
        }
    }

    @Test("that nobody reads ends a command without a word")
    func unread() throws {
        for command in [["messages", "--output", state, "--limit", "1000"], ["--help"]] {
            let pipe = Pipe()
            try pipe.fileHandleForReading.close()
            let outcome = try Program.quarry.run(command, output: .descriptor(pipe.fileHandleForWriting.fileDescriptor))
            #expect(outcome.code != 0, "\(command)")
            #expect(outcome.errors == "", "\(command)")
        }
    }
}
