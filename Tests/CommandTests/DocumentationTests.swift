import Arguments
import Foundation
import TestSupport
import Testing

@testable import quarry

@Suite("The documentation")
struct DocumentationTests {
    /// `make doc` sets the variable, and so writes the page that this test compares.
    @Test("of the commands is what the commands say of themselves")
    func reference() throws {
        let path = Program.root + "/docs/commands.md"
        let expected = """
            # Commands

            What `quarry COMMAND --help` prints; `make doc` writes this page, and a test compares it.

            \(Quarry.interface.reference())

            """
        if ProcessInfo.processInfo.environment["QUARRY_WRITES_DOCS"] != nil {
            try expected.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == expected)
    }

    /// Each block of the README that is marked `console` is a transcript: lines after `$ ` are commands, the rest is what
    /// they print.
    @Test("shows in its README what the commands print")
    func transcript() throws {
        let readme = try String(contentsOfFile: Program.root + "/README.md", encoding: .utf8)
        let blocks = readme.components(separatedBy: "```console\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
        #expect(!blocks.isEmpty)
        let folder = try ScratchFolder()
        for block in blocks {
            for part in block.components(separatedBy: "$ ").dropFirst() {
                let lines = part.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
                let words = try #require(lines.first).split(separator: " ").map(String.init)
                guard words.first == "quarry" else { continue }
                let shown = lines.dropFirst().joined(separator: "\n").trimmingCharacters(in: .newlines)
                // The transcript's state folder is in the checkout; the test's is its own.
                let environment = ["QUARRY_OUTPUT": folder.path("sample")]
                let outcome = try Program.quarry.run(Array(words.dropFirst()), environment: environment)
                let printed = outcome.output.replacing(folder.path, with: "output").trimmingCharacters(in: .newlines)
                #expect(printed == shown, "\(words.joined(separator: " "))")
            }
        }
    }
}
