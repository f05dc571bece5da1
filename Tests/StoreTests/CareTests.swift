import Foundation
import Store
import Synchronization
import TestSupport
import Testing

@Suite("Care of a database")
struct CareTests {
    /// A database of `count` rows of 8 kB, each in two tables that must always agree.
    private static func make(_ path: String, rows count: Int) throws {
        var connection = try Connection(path: path)
        try connection.execute("CREATE TABLE a (n INTEGER PRIMARY KEY, body BLOB)")
        try connection.execute("CREATE TABLE b (n INTEGER PRIMARY KEY, body BLOB)")
        try connection.transaction { connection in
            for n in 1...count { try Self.insert(n, into: &connection) }
        }
    }

    private static func insert(_ n: Int, into connection: inout Connection) throws {
        try connection.execute("INSERT INTO a VALUES (?, zeroblob(8000))", n)
        try connection.execute("INSERT INTO b VALUES (?, zeroblob(8000))", n)
    }

    @Test("a backup is the whole database, and replaces what its file held")
    func backsUp() throws {
        let folder = try ScratchFolder()
        try Self.make(folder.path("a.db"), rows: 20)
        try Self.make(folder.path("copy.db"), rows: 50)
        do {
            var source = try Connection(path: folder.path("a.db"))
            // Not yet in the database file, only in its log.
            try source.transaction { try Self.insert(21, into: &$0) }
            try source.backup(to: folder.path("copy.db"))
        }
        var copy = try Connection(path: folder.path("copy.db"))
        for sql in ["SELECT n FROM a ORDER BY n", "SELECT n FROM b ORDER BY n"] as [SQL] {
            let found = try copy.column(sql, as: Int.self)
            #expect(found == Array(1...21))
        }
        let problems = try copy.integrityProblems()
        #expect(problems == [])
    }

    @Test("a backup beside a working writer is one committed state")
    func backsUpWhileWriting() throws {
        let folder = try ScratchFolder()
        // More than two steps of 1,024 pages.
        try Self.make(folder.path("a.db"), rows: 1200)
        let path = folder.path("a.db")
        let copyPath = folder.path("copy.db")
        let isDone = Atomic(false)
        let written = Atomic(1200)
        let failures = Mutex<[String]>([])
        DispatchQueue.concurrentPerform(iterations: 2) { worker in
            do {
                if worker == 0 {
                    let source = try Connection(path: path)
                    defer { isDone.store(true, ordering: .releasing) }
                    try source.backup(to: copyPath)
                } else {
                    var writer = try Connection(path: path)
                    // Bounded, since each commit makes SQLite start the backup anew.
                    while !isDone.load(ordering: .acquiring), written.load(ordering: .relaxed) < 1300 {
                        let next = written.load(ordering: .relaxed) + 1
                        try writer.transaction { try Self.insert(next, into: &$0) }
                        written.store(next, ordering: .relaxed)
                    }
                }
            } catch {
                failures.withLock { $0.append("\(error)") }
            }
        }
        #expect(failures.withLock { $0 } == [])
        var copy = try Connection(path: copyPath)
        let first = try copy.column("SELECT n FROM a ORDER BY n", as: Int.self)
        let second = try copy.column("SELECT n FROM b ORDER BY n", as: Int.self)
        #expect(first == second)
        #expect(first == Array(1...first.count))
        #expect((1200...written.load(ordering: .relaxed)).contains(first.count))
        let problems = try copy.integrityProblems()
        #expect(problems == [])
    }

    @Test("a backup to where nothing can be written fails")
    func refusesBackup() throws {
        let folder = try ScratchFolder()
        let source = try Connection(path: ":memory:")
        let error = #expect(throws: StoreError.self) { try source.backup(to: folder.path("no/such/copy.db")) }
        #expect(error?.kind == .unavailable)
    }

    @Test("one flipped bit is found")
    func findsDamage() throws {
        let folder = try ScratchFolder()
        let path = folder.path("a.db")
        let word = "needle-in-the-index"
        do {
            var connection = try Connection(path: path)
            try connection.execute("CREATE TABLE t (word TEXT)")
            try connection.execute("CREATE INDEX i ON t (word)")
            try connection.execute("INSERT INTO t VALUES (?)", word)
            try connection.checkpoint()
            let problems = try connection.integrityProblems()
            #expect(problems == [])
        }
        var bytes = try Data(contentsOf: URL(filePath: path))
        // The word stands in the table and in the index; the flip makes them differ.
        let place = try #require(bytes.range(of: Data(word.utf8)))
        bytes[place.lowerBound] ^= 1
        try bytes.write(to: URL(filePath: path))
        var damaged = try Connection(path: path)
        let problems = try damaged.integrityProblems()
        #expect(!problems.isEmpty)
    }

    @Test("a header that is overwritten is damage, not an empty database")
    func refusesDamagedHeader() throws {
        let folder = try ScratchFolder()
        let path = folder.path("a.db")
        try Self.make(path, rows: 5)
        var bytes = try Data(contentsOf: URL(filePath: path))
        bytes.replaceSubrange(0..<64, with: Data(repeating: 0xff, count: 64))
        try bytes.write(to: URL(filePath: path))
        let error = #expect(throws: StoreError.self) { _ = try Connection(path: path) }
        #expect(error?.kind == .corrupt)
        #expect(error?.description.contains("damaged") == true)
    }

    @Test("a checkpoint moves the log into the database file")
    func checkpoints() throws {
        let folder = try ScratchFolder()
        var connection = try Connection(path: folder.path("a.db"))
        try connection.execute("CREATE TABLE t (n INTEGER)")
        try connection.execute("INSERT INTO t VALUES (7)")
        #expect(try folder.size(of: "a.db-wal") > 0)
        try connection.checkpoint()
        #expect(try folder.size(of: "a.db-wal") == 0)
        try FileManager.default.copyItem(atPath: folder.path("a.db"), toPath: folder.path("alone.db"))
        var alone = try Connection(path: folder.path("alone.db"))
        let found = try alone.column("SELECT n FROM t", as: Int.self)
        #expect(found == [7])
    }

    @Test("a full disk undoes the transaction, and what was there can still be read and made smaller")
    func survivesFullDisk() throws {
        let folder = try ScratchFolder()
        try Self.make(folder.path("a.db"), rows: 5)
        var connection = try Connection(path: folder.path("a.db"))
        // SQLite's stand-in for a full disk: no page beyond these.
        try connection.execute("PRAGMA max_page_count = 30")
        let error = #expect(throws: StoreError.self) {
            try connection.transaction { connection in
                for n in 6...100 { try Self.insert(n, into: &connection) }
            }
        }
        #expect(error?.kind == .full)
        #expect(error?.isRetriable == false)
        let found = try connection.column("SELECT n FROM a", as: Int.self)
        #expect(found == [1, 2, 3, 4, 5])
        _ = try connection.transaction { try $0.execute("DELETE FROM b WHERE n < 5") }
        try connection.transaction { try Self.insert(6, into: &$0) }
        let problems = try connection.integrityProblems()
        #expect(problems == [])
    }
}
