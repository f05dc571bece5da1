import Foundation
import TestSupport
import Testing

@testable import Embedding

@Suite("NumPy files")
struct NumPyFileTests {
    private static func contents(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path)))
    }

    @Test("a file has the documented bytes")
    func writes() throws {
        let folder = try ScratchFolder()
        var file = try NumPyFile(path: folder.path("a.npy"), dimension: 2)
        try file.append(VectorRows(dimension: 2, values: [1, -2]))
        try file.append(VectorRows(dimension: 2, values: []))
        try file.append(VectorRows(dimension: 2, values: [0.5, 0, 3, .pi]))
        try file.finish()
        let text = "{'descr': '<f4', 'fortran_order': False, 'shape': (3, 2), }"
        var expected: [UInt8] = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 118, 0]
        expected += Array(text.utf8) + [UInt8](repeating: 0x20, count: 117 - text.utf8.count) + [0x0a]
        expected += [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]
        expected += [0, 0, 0, 0x3f, 0, 0, 0, 0, 0, 0, 0x40, 0x40, 0xda, 0x0f, 0x49, 0x40]
        #expect(try Self.contents(folder.path("a.npy")) == expected)
        #expect(try folder.names() == ["a.npy"])
    }

    @Test("the header has 128 bytes for any shape", arguments: [(0, 1), (7, 384), (Int.max, Int.max)])
    func headerHasOneSize(count: Int, dimension: Int) throws {
        let header = NumPyFile.header(count: count, dimension: dimension)
        #expect(header.count == 128)
        #expect(header.last == 0x0a)
        #expect(String(decoding: header, as: UTF8.self).contains("'shape': (\(count), \(dimension)), }"))
    }

    @Test("a file that is not finished leaves what was there, and nothing beside it")
    func leavesPredecessor() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("before", to: "a.npy")
        do {
            var file = try NumPyFile(path: path, dimension: 1)
            try file.append(VectorRows(dimension: 1, values: [1]))
        }
        #expect(try Self.contents(path) == Array("before".utf8))
        #expect(try folder.names() == ["a.npy"])
    }

    @Test("a finished file takes the place of its predecessor")
    func replaces() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("before", to: "a.npy")
        try NumPyFile(path: path, dimension: 4).finish()
        #expect(try Self.contents(path) == NumPyFile.header(count: 0, dimension: 4))
    }

    @Test("a place that cannot be written to is an error")
    func refuses() throws {
        let folder = try ScratchFolder()
        let path = folder.path("none/a.npy")
        #expect(throws: EmbeddingError.cannotWrite(path: path, reason: "No such file or directory")) {
            _ = try NumPyFile(path: path, dimension: 4)
        }
    }
}
