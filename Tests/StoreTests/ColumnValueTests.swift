import Store
import Testing

@Suite("Column values")
struct ColumnValueTests {
    /// Stores a value in a column without type and gives it back, with the type that SQLite saw.
    private static func roundTrip<Value: ColumnValue>(_ value: Value) throws -> (value: Value?, type: String?) {
        var connection = try Connection(path: ":memory:")
        try connection.execute("CREATE TABLE t (v)")
        try connection.execute("INSERT INTO t VALUES (?)", value)
        let type = try connection.value("SELECT typeof(v) FROM t", as: String.self)
        return (try connection.value("SELECT v FROM t", as: Value.self), type)
    }

    @Test("whole numbers keep all 64 bits", arguments: [0, 1, -1, .max, .min] as [Int64])
    func keepsIntegers(number: Int64) throws {
        let found = try Self.roundTrip(number)
        #expect(found.value == number)
        #expect(found.type == "integer")
        #expect(try Self.roundTrip(Int(number)).value == Int(number))
    }

    @Test("truth is 1 and 0")
    func keepsBooleans() throws {
        var connection = try Connection(path: ":memory:")
        for (truth, number) in [(true, 1), (false, 0)] as [(Bool, Int64)] {
            let found = try connection.value("SELECT ?", truth, as: Int64.self)
            #expect(found == number)
            let back = try connection.value("SELECT ?", number, as: Bool.self)
            #expect(back == truth)
        }
    }

    @Test("doubles keep every bit", arguments: [0, -0.5, 0.1, 1e300, .leastNonzeroMagnitude, .infinity, 7])
    func keepsDoubles(number: Double) throws {
        let found = try Self.roundTrip(number)
        #expect(found.value?.bitPattern == number.bitPattern)
        #expect(found.type == "real")
    }

    @Test(
        "text keeps every byte",
        arguments: [
            "", "plain", "a\u{0}b", "\u{0}", "👩‍👩‍👧 é e\u{301}", "it's; DROP TABLE t --",
            String(repeating: "ß", count: 5000),
        ])
    func keepsText(text: String) throws {
        let found = try Self.roundTrip(text)
        #expect(found.value.map { Array($0.utf8) } == Array(text.utf8))
        #expect(found.type == "text")
    }

    @Test("blobs keep every byte", arguments: [[], [0], Array(0...255), [0xff, 0x00, 0xfe]] as [[UInt8]])
    func keepsBlobs(bytes: [UInt8]) throws {
        let found = try Self.roundTrip(bytes)
        #expect(found.value == bytes)
        #expect(found.type == "blob")
    }

    @Test("nil is NULL, and no other value is")
    func keepsNil() throws {
        #expect(try Self.roundTrip(nil as String?).type == "null")
        #expect(try Self.roundTrip("" as String?).value == "")
        #expect(try Self.roundTrip([] as [UInt8]?).value == .some([]))
        #expect(try Self.roundTrip(0 as Int?).value == .some(0))
    }

    @Test("text that is not UTF-8 is repaired as Swift repairs it")
    func repairsText() throws {
        var connection = try Connection(path: ":memory:")
        let found = try connection.value("SELECT CAST(x'61e282ff62' AS TEXT)", as: String.self)
        #expect(found == String(decoding: [0x61, 0xe2, 0x82, 0xff, 0x62], as: UTF8.self))
    }

    private static let decoders: [(name: String, decode: @Sendable (Row) throws(StoreError) -> Void)] = [
        ("integer", { row throws(StoreError) in _ = try row[0] as Int64 }),
        ("integer", { row throws(StoreError) in _ = try row[0] as Int }),
        ("integer", { row throws(StoreError) in _ = try row[0] as Bool }),
        ("real", { row throws(StoreError) in _ = try row[0] as Double }),
        ("text", { row throws(StoreError) in _ = try row[0] as String }),
        ("blob", { row throws(StoreError) in _ = try row[0] as [UInt8] }),
        ("text", { row throws(StoreError) in _ = try row[0] as String? }),
    ]

    @Test(
        "a column of another type is an error, never a conversion",
        arguments: [
            ("integer", "SELECT 7"), ("real", "SELECT 7.0"), ("text", "SELECT '7'"), ("blob", "SELECT x'37'"),
            ("null", "SELECT NULL"),
        ] as [(String, SQL)])
    func refusesOtherTypes(type: String, sql: SQL) throws {
        var connection = try Connection(path: ":memory:")
        for (index, decoder) in Self.decoders.enumerated() {
            var isOptional: Bool { index == Self.decoders.count - 1 }
            do {
                try connection.query(sql, body: decoder.decode)
                #expect(decoder.name == type || type == "null" && isOptional, "\(type) as decoder \(index)")
            } catch {
                #expect(decoder.name != type, "\(type) as decoder \(index)")
                #expect(error.kind == .type)
            }
        }
    }

    @Test("a row lends bytes, tells NULL and counts columns from 0")
    func readsRows() throws {
        var connection = try Connection(path: ":memory:")
        try connection.query("SELECT 'é', NULL, 5, x'00ff'") { row throws(StoreError) in
            #expect(row.withBytes(0) { Array($0) } == [0xc3, 0xa9])
            #expect(row.withBytes(1) { $0.count } == 0)
            #expect((0..<4).map(row.isNull) == [false, true, false, false])
            #expect(row.integer(2) == 5)
            #expect(row.integer(1) == 0)
            #expect(row.withBytes(3) { Array($0) } == [0x00, 0xff])
        }
    }
}
