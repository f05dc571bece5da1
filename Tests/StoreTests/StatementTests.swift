import Store
import Testing

@Suite("Statements")
struct StatementTests {
    private static func numbers() throws -> Connection {
        var connection = try Connection(path: ":memory:")
        try connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, v TEXT UNIQUE)")
        for n in 1...5 { try connection.execute("INSERT INTO t VALUES (?, ?)", n, "v\(n)") }
        return connection
    }

    @Test("one text is prepared once, and starts anew when it is asked for again")
    func restarts() throws {
        var connection = try Self.numbers()
        let first = try connection.statement("SELECT n FROM t ORDER BY n")
        for _ in 0..<3 { _ = try first.step() }
        #expect(first.row.integer(0) == 3)
        let again = try connection.statement("SELECT n FROM t ORDER BY n")
        #expect(again === first)
        _ = try again.step()
        #expect(again.row.integer(0) == 1)
        let other = try connection.statement("SELECT n FROM t ORDER BY n DESC")
        #expect(other !== first)
        _ = try other.step()
        #expect(first.row.integer(0) == 1)
    }

    @Test("a query that its body breaks off leaves its statement ready")
    func resetsAfterError() throws {
        struct Stop: Error {}
        var connection = try Self.numbers()
        let stop = StoreError(unexpected: "number", found: "2")
        var seen: [Int64] = []
        #expect(throws: stop) {
            try connection.query("SELECT n FROM t ORDER BY n") { row throws(StoreError) in
                seen.append(row.integer(0))
                if seen.count == 2 { throw stop }
            }
        }
        #expect(seen == [1, 2])
        // An unfinished SELECT would keep the table from being dropped.
        try connection.execute("DROP TABLE t")
    }

    @Test("a statement that failed can run again with other values")
    func runsAfterConstraint() throws {
        var connection = try Self.numbers()
        let error = #expect(throws: StoreError.self) { try connection.execute("INSERT INTO t VALUES (?, ?)", 6, "v1") }
        #expect(error?.kind == .constraint)
        #expect(error?.isRetriable == false)
        try connection.execute("INSERT INTO t VALUES (?, ?)", 6, "v6")
        let found = try connection.column("SELECT n FROM t", as: Int64.self)
        #expect(found == [1, 2, 3, 4, 5, 6])
    }

    @Test("an error names its statement and not the values bound to it")
    func hidesValues() throws {
        var connection = try Self.numbers()
        let error = #expect(throws: StoreError.self) {
            try connection.execute("INSERT INTO t VALUES (?, ?)", 1, "secret text")
        }
        #expect(error?.statement == "INSERT INTO t VALUES (?, ?)")
        #expect(error.map { "\($0)" }?.contains("secret") == false)
    }

    @Test("a parameter that the statement lacks and text that is no SQL are errors")
    func refusesMistakes() throws {
        var connection = try Self.numbers()
        let bound = #expect(throws: StoreError.self) { try connection.execute("DELETE FROM t WHERE n = ?", 1, 2) }
        #expect(bound?.kind == .other)
        let parsed = #expect(throws: StoreError.self) { try connection.execute("SELEC 1") }
        #expect(parsed?.statement == "SELEC 1")
        let count = try connection.value("SELECT count(*) FROM t", as: Int.self)
        #expect(count == 5)
    }

    @Test("rows changed and the key last inserted are counted")
    func countsChanges() throws {
        var connection = try Self.numbers()
        let updated = try connection.execute("UPDATE t SET v = v || '!' WHERE n > ?", 2)
        #expect(updated == 3)
        let none = try connection.execute("DELETE FROM t WHERE n = ?", 99)
        #expect(none == 0)
        try connection.execute("INSERT INTO t (v) VALUES (?)", nil as String?)
        #expect(connection.lastInsertedKey == 6)
    }

    @Test("rows come in order, decoded; a value is the first of them, or nil for none and for NULL")
    func readsRows() throws {
        var connection = try Self.numbers()
        let texts = try connection.rows("SELECT v, n FROM t WHERE n >= ? ORDER BY n DESC", 3) {
            row throws(StoreError) in
            let (text, number): (String, Int) = (try row[0], try row[1])
            return "\(number)=\(text)"
        }
        #expect(texts == ["5=v5", "4=v4", "3=v3"])
        let first = try connection.value("SELECT v FROM t ORDER BY n", as: String.self)
        #expect(first == "v1")
        let none = try connection.value("SELECT v FROM t WHERE n = ?", 99, as: String.self)
        #expect(none == nil)
        let null = try connection.value("SELECT max(n) FROM t WHERE n > ?", 99, as: Int.self)
        #expect(null == nil)
    }

    @Test("values bound by hand stay for the next run, and nil clears them")
    func bindsByHand() throws {
        var connection = try Self.numbers()
        let statement = try connection.statement("UPDATE t SET v = ? WHERE n = ?")
        try statement.bind(2, 1)
        for text in ["é\u{0}x", ""] {
            try Array(text.utf8).withUnsafeBytes { bytes in
                try statement.bind(1, borrowedText: bytes)
                try statement.run()
            }
            let found = try connection.value("SELECT v FROM t WHERE n = 1", as: String.self)
            #expect(found == text)
        }
        try statement.bindNull(1)
        try statement.bind(2, 2 as Int64?)
        try statement.run()
        try statement.bind(2, nil as Int64?)
        try statement.run()
        let nulls = try connection.column("SELECT n FROM t WHERE v IS NULL", as: Int64.self)
        #expect(nulls == [2])
    }

    @Test("a statement outlives its connection without harm")
    func outlivesConnection() throws {
        func statement() throws -> Statement {
            var connection = try Self.numbers()
            return try connection.statement("SELECT count(*) FROM t")
        }
        let kept = try statement()
        #expect(try kept.step())
        #expect(kept.row.integer(0) == 5)
    }

    @Test("SQL is joined from parts, and equal joined texts are one statement")
    func joinsSQL() throws {
        var connection = try Self.numbers()
        let conditions: [SQL] = ["n > ?", "n < ?"]
        let sql = "SELECT n FROM t WHERE " + SQL.joined(conditions, by: " AND ")
        #expect(sql == SQL.joined(["SELECT n FROM t WHERE n > ?", "n < ?"], by: " AND "))
        let found = try connection.column(sql, 1, 4, as: Int64.self)
        #expect(found == [2, 3])
    }
}
