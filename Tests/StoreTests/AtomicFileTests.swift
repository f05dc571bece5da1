import Glibc
import Store
import TestSupport
import Testing

@Suite("Files that are replaced as a whole")
struct AtomicFileTests {
    @Test("a file is made, and replaced by a shorter or longer one", arguments: [0, 1, 3_000_000])
    func replaces(count: Int) throws {
        let folder = try ScratchFolder()
        try AtomicFile.replace(folder.path("file"), with: Array("before".utf8))
        #expect(try folder.text("file") == "before")
        try AtomicFile.replace(folder.path("file"), with: [UInt8](repeating: 0x78, count: count))
        #expect(try folder.text("file") == String(repeating: "x", count: count))
        #expect(try folder.names() == ["file"])
    }

    @Test("what cannot be replaced stays, and nothing stays beside it")
    func refuses() throws {
        let folder = try ScratchFolder()
        try folder.write("inside", to: "taken/file")
        let refused = #expect(throws: WriteError.self) { try AtomicFile.replace(folder.path("taken"), with: [1]) }
        #expect(refused?.path == folder.path("taken") && refused?.code == EISDIR)
        #expect(try folder.text("taken/file") == "inside")
        #expect(try folder.names() == ["taken"])
        let absent = #expect(throws: WriteError.self) { try AtomicFile.replace(folder.path("none/file"), with: [1]) }
        #expect(absent?.reason == "No such file or directory")
    }
}
