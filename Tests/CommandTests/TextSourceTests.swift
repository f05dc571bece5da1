import Foundation
import TestSupport
import Testing

@testable import quarry

@Suite("Texts to embed")
struct TextSourceTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    /// All texts of some files, portion by portion.
    private func texts(_ paths: [String]) throws -> [String] {
        var portions = try TextPortions(of: paths, orStandardInput: .lines)
        var texts: [String] = []
        while case let items = try portions.next(), !items.isEmpty { texts += items.map(\.text) }
        return texts
    }

    @Test("lines are those between line feeds, however long", arguments: [0, 1, 65_535, 65_536, 65_537, 3_000_000])
    func lines(length: Int) throws {
        let long = String(repeating: "x", count: length)
        let path = try folder.write("first\n\(long)\n\n\(long)last", to: "texts.txt")
        #expect(try texts([path]) == ["first", long, "", long + "last"])
    }

    @Test("more lines than a portion has all come, and a last line feed adds none")
    func manyLines() throws {
        let lines = (0..<9001).map { "line \($0)" }
        let path = try folder.write(lines.map { $0 + "\n" }.joined(), to: "texts.txt")
        let empty = try folder.write("", to: "empty.txt")
        #expect(try texts([path, empty, path]) == lines + lines)
    }

    @Test("a pipe is read like a file")
    func pipe() throws {
        let path = folder.path("fifo")
        #expect(mkfifo(path, 0o600) == 0)
        let writer = try ChildProcess("/bin/sh", ["-c", "printf 'one\\ntwo' > fifo"], in: folder.path)
        #expect(try texts([path]) == ["one", "two"])
        #expect(writer.wait() == 0)
    }

    @Test("a file that is missing is told before any is read")
    func missing() throws {
        let path = try folder.write("a\n", to: "a.txt")
        let error = #expect(throws: (any Error).self) { try texts([path, folder.path("none.txt")]) }
        #expect(error.map(Failure.sentence)?.contains("none.txt' cannot be opened: No such file") == true)
    }
}
