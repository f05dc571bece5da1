import Foundation
import Store
import TestSupport
import Testing

@Suite("Connections side by side")
struct SharingTests {
    private static func make(_ folder: ScratchFolder) throws -> Connection {
        var connection = try Connection(path: folder.path("a.db"))
        try connection.execute("CREATE TABLE t (n INTEGER)")
        return connection
    }

    @Test("a second writer is busy after its time-out, and succeeds later")
    func isBusy() throws {
        let folder = try ScratchFolder()
        var first = try Self.make(folder)
        var second = try Connection(path: folder.path("a.db"), busyTimeout: .milliseconds(300))
        try first.begin()
        let clock = ContinuousClock()
        let waited = clock.measure {
            let error = #expect(throws: StoreError.self) {
                try second.transaction { try $0.execute("INSERT INTO t VALUES (1)") }
            }
            #expect(error?.kind == .busy)
            #expect(error?.isRetriable == true)
        }
        #expect(waited >= .milliseconds(250))
        #expect(waited < .seconds(20))
        try first.commit()
        _ = try second.transaction { try $0.execute("INSERT INTO t VALUES (2)") }
        let found = try first.column("SELECT n FROM t", as: Int.self)
        #expect(found == [2])
    }

    @Test("a writer with no time-out does not wait")
    func doesNotWait() throws {
        let folder = try ScratchFolder()
        var first = try Self.make(folder)
        var second = try Connection(path: folder.path("a.db"), busyTimeout: .zero)
        try first.begin()
        let error = #expect(throws: StoreError.self) { try second.begin() }
        #expect(error?.kind == .busy)
        first.rollBack()
        try second.begin()
    }

    @Test("readers see the last committed state while a writer works", arguments: [Connection.Mode.create, .readOnly])
    func isolatesReaders(mode: Connection.Mode) throws {
        let folder = try ScratchFolder()
        var writer = try Self.make(folder)
        try writer.execute("INSERT INTO t VALUES (1)")
        var reader = try Connection(path: folder.path("a.db"), mode: mode)
        try writer.begin()
        try writer.execute("INSERT INTO t VALUES (2)")
        let during = try reader.column("SELECT n FROM t", as: Int.self)
        #expect(during == [1])
        try writer.commit()
        let after = try reader.column("SELECT n FROM t", as: Int.self)
        #expect(after == [1, 2])
    }

    @Test("a reader in the middle of its rows keeps its state, and does not stop a writer")
    func keepsSnapshot() throws {
        let folder = try ScratchFolder()
        var writer = try Self.make(folder)
        for n in 1...3 { try writer.execute("INSERT INTO t VALUES (?)", n) }
        var reader = try Connection(path: folder.path("a.db"), mode: .readOnly)
        var seen: [Int64] = []
        try reader.query("SELECT n FROM t ORDER BY rowid") { row throws(StoreError) in
            seen.append(row.integer(0))
            try writer.execute("UPDATE t SET n = n + 100")
        }
        #expect(seen == [1, 2, 3])
        let after = try reader.column("SELECT n FROM t", as: Int.self)
        #expect(after == [301, 302, 303])
    }

    @Test("a connection for reading refuses to write")
    func refusesWrites() throws {
        let folder = try ScratchFolder()
        _ = try Self.make(folder)
        var reader = try Connection(path: folder.path("a.db"), mode: .readOnly)
        for sql in ["INSERT INTO t VALUES (1)", "CREATE TABLE x (n)", "DROP TABLE t"] as [SQL] {
            let error = #expect(throws: StoreError.self) { try reader.execute(sql) }
            #expect(error?.kind == .readOnly)
        }
        let count = try reader.value("SELECT count(*) FROM t", as: Int.self)
        #expect(count == 0)
    }

    @Test("a file that is missing, a folder and a file of another kind cannot be opened")
    func refusesFiles() throws {
        let folder = try ScratchFolder()
        let missing = #expect(throws: StoreError.self) {
            _ = try Connection(path: folder.path("none.db"), mode: .readOnly)
        }
        #expect(missing?.kind == .unavailable)
        let directory = #expect(throws: StoreError.self) { _ = try Connection(path: folder.path("")) }
        #expect(directory?.kind == .unavailable)
        let nowhere = #expect(throws: StoreError.self) { _ = try Connection(path: folder.path("no/such/a.db")) }
        #expect(nowhere?.kind == .unavailable)
        let text = String(repeating: "this is a letter, not a database. ", count: 100)
        try text.write(toFile: folder.path("letter.db"), atomically: true, encoding: .utf8)
        let letter = #expect(throws: StoreError.self) { _ = try Connection(path: folder.path("letter.db")) }
        #expect(letter?.kind == .corrupt)
    }
}
