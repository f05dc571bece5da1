import Store
import TestSupport
import Testing

@testable import Chat

/// The walk of the table of files against a query a file, which is what it stands for.
@Suite("Files that are known")
struct KnownFilesTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    /// Names whose order differs by what one takes for it: bytes, letters, numbers, whole paths or names within a folder.
    private static let names = [
        "a.json", "a/b.json", "a-b.json", "a b.json", "a0.json", "A.json", "B.json", "b.json", "a/a/a.json",
        "a/a-a.json",
        "a/a.json", "ab/a.json", "10.json", "9.json", "é.json", "z.json", "日.json", "😀.json", "\u{fffd}.json",
        "[1].json",
        "a/é/1.json", "a/e/2.json", "_.json", "~.json", "%.json",
    ]

    @Test(
        "are those that the table has as they are now, whatever is new, gone or changed between them",
        arguments: 1...40 as ClosedRange<UInt64>)
    func oracle(seed: UInt64) async throws {
        var random = SeededRandom(state: seed)
        let archive = try Archive(path: folder.path + "/archive.db", mode: .create)
        let exports = folder.path + "/exports"
        var gone: Set<String> = []
        for name in Self.names where Int.random(in: 0..<4, using: &random) > 0 {
            try folder.write([1, 2, 3], to: "exports/" + name)
            if Int.random(in: 0..<4, using: &random) == 0 { gone.insert(name) }
        }
        try await archive.openGroup()
        let before = await ExportReader().find(in: [exports])
        for index in 0..<before.count where Int.random(in: 0..<5, using: &random) > 0 {
            try await archive.markRead(before[index].path, before[index].status)
        }
        // Rows of files that no longer are, between the others and around them.
        for name in gone { try folder.remove("exports/" + name) }
        for name in Self.names where Int.random(in: 0..<4, using: &random) == 0 {
            try folder.write([UInt8](repeating: 1, count: Int.random(in: 3...4, using: &random)), to: "exports/" + name)
        }
        // Paths in an order that is not the table's, and some of them twice.
        let inputs = [exports, exports + "/z.json", exports + "/a.json", exports + "/a/b.json"].shuffled(using: &random)
        let found = await ExportReader().find(in: inputs.filter { FileStatus(path: $0) != nil })
        let changed = try await archive.changed(among: found, isTrusted: false).map(\.path)
        #expect(try await changed == archive.changedByQuery(among: found), "seed \(seed)")
        #expect(changed.count < found.count || found.count == 0, "seed \(seed)")
    }

    @Test("are found in a folder of very many, each with its own state")
    func many() async throws {
        for number in 0..<1500 {
            try folder.write([UInt8](repeating: 1, count: number % 7), to: "exports/\(number * 7919 % 1500).json")
        }
        let found = await ExportReader().find(in: [folder.path + "/exports"])
        let paths = (0..<found.count).map { found[$0].path }
        #expect(paths == paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(paths.count == 1500)
        for index in 0..<found.count { #expect(found[index].status == FileStatus(path: paths[index])) }
    }
}

extension Archive {
    fileprivate func changedByQuery(among files: FoundFiles) throws -> [String] {
        try (0..<files.count).map { files[$0] }.filter { file in
            try database.value(
                "SELECT count(*) FROM file WHERE path = ? AND size = ? AND modified = ? AND inode = ?", file.path,
                file.status.size, file.status.modified, file.status.inode, as: Int.self) == 0
        }.map(\.path)
    }
}
