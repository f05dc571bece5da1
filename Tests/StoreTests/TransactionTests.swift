import Store
import Testing

private struct Refusal: Error {}

@Suite("Transactions")
struct TransactionTests {
    private static func empty() throws -> Connection {
        var connection = try Connection(path: ":memory:")
        try connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)")
        return connection
    }

    private static func insert(_ n: Int, into connection: inout Connection) throws {
        try connection.execute("INSERT INTO t VALUES (?)", n)
    }

    @Test("a transaction keeps all of its work and gives its result")
    func commits() throws {
        var connection = try Self.empty()
        let result = try connection.transaction { connection in
            try Self.insert(1, into: &connection)
            try Self.insert(2, into: &connection)
            return "done"
        }
        #expect(result == "done")
        let found = try connection.column("SELECT n FROM t", as: Int.self)
        #expect(found == [1, 2])
    }

    @Test("an error undoes the whole transaction, and the next one works")
    func rollsBack() throws {
        var connection = try Self.empty()
        #expect(throws: Refusal.self) {
            try connection.transaction { connection in
                try Self.insert(1, into: &connection)
                throw Refusal()
            }
        }
        let error = #expect(throws: StoreError.self) {
            try connection.transaction { connection in
                try Self.insert(2, into: &connection)
                try Self.insert(2, into: &connection)
            }
        }
        #expect(error?.kind == .constraint)
        try connection.transaction { try Self.insert(3, into: &$0) }
        let found = try connection.column("SELECT n FROM t", as: Int.self)
        #expect(found == [3])
    }

    @Test("a transaction inside another is refused, and both are undone")
    func refusesNesting() throws {
        var connection = try Self.empty()
        #expect(throws: StoreError.self) {
            try connection.transaction { connection in
                try Self.insert(1, into: &connection)
                try connection.transaction { try Self.insert(2, into: &$0) }
            }
        }
        let count = try connection.value("SELECT count(*) FROM t", as: Int.self)
        #expect(count == 0)
    }

    @Test("nested savepoints undo only what failed")
    func nestsSavepoints() throws {
        var connection = try Self.empty()
        try connection.transaction { connection in
            try Self.insert(1, into: &connection)
            try connection.savepoint { connection in
                try Self.insert(2, into: &connection)
                #expect(throws: Refusal.self) {
                    try connection.savepoint { connection in
                        try Self.insert(3, into: &connection)
                        try connection.savepoint { try Self.insert(4, into: &$0) }
                        throw Refusal()
                    }
                }
                try Self.insert(5, into: &connection)
            }
            try Self.insert(6, into: &connection)
        }
        let found = try connection.column("SELECT n FROM t", as: Int.self)
        #expect(found == [1, 2, 5, 6])
    }

    @Test("an error that leaves all savepoints undoes the transaction around them")
    func undoesOutside() throws {
        var connection = try Self.empty()
        #expect(throws: Refusal.self) {
            try connection.transaction { connection in
                try Self.insert(1, into: &connection)
                try connection.savepoint { connection in
                    try connection.savepoint { _ in throw Refusal() }
                }
            }
        }
        let count = try connection.value("SELECT count(*) FROM t", as: Int.self)
        #expect(count == 0)
    }

    @Test("a commit that a constraint refuses leaves nothing open")
    func refusesCommit() throws {
        var connection = try Connection(path: ":memory:")
        try connection.execute("PRAGMA foreign_keys = ON")
        try connection.execute("CREATE TABLE p (n INTEGER PRIMARY KEY)")
        try connection.execute("CREATE TABLE c (n INTEGER REFERENCES p DEFERRABLE INITIALLY DEFERRED)")
        let error = #expect(throws: StoreError.self) {
            try connection.transaction { try $0.execute("INSERT INTO c VALUES (1)") }
        }
        #expect(error?.kind == .constraint)
        _ = try connection.transaction { try $0.execute("INSERT INTO p VALUES (1)") }
        let count = try connection.value("SELECT count(*) FROM c", as: Int.self)
        #expect(count == 0)
    }

    @Test("begin, commit and rollBack span calls; a rollBack with nothing open does nothing")
    func spansCalls() throws {
        var connection = try Self.empty()
        connection.rollBack()
        try connection.begin()
        try Self.insert(1, into: &connection)
        connection.rollBack()
        try connection.begin()
        try Self.insert(2, into: &connection)
        try connection.commit()
        connection.rollBack()
        let found = try connection.column("SELECT n FROM t", as: Int.self)
        #expect(found == [2])
    }
}
