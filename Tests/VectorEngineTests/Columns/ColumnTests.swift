import TestSupport
import Testing

@testable import VectorEngine

@Suite("Columns")
struct ColumnTests {
    private static let samples: [(ScalarField, [FieldValue])] = [
        (ScalarField("flag", .bool, isNullable: true), [.bool(true), .null, .bool(false)]),
        (ScalarField("count", .int64, isNullable: true), [.int(.min), .int(.max), .null, .int(0)]),
        (ScalarField("weight", .double, isNullable: true), [.double(-0.5), .null, .double(1e300)]),
        (ScalarField("time", .timestamp, isNullable: true), [.timestamp(-1), .timestamp(1_735_689_600_000), .null]),
        (ScalarField("name", .string, isNullable: true), [.string(""), .string("é"), .null, .string("\u{1F600}\0z")]),
        (ScalarField("meta", .json, isNullable: true), [.json(#"{"a":1}"#), .null, .json("[]")]),
        (
            ScalarField("tags", .array(.string), isNullable: true),
            [.array([]), .array([.string("a"), .string("")]), .null, .array([.string("a")])]
        ),
        (ScalarField("numbers", .array(.int64)), [.array([.int(3), .int(-3)]), .array([])]),
        (ScalarField("flags", .array(.bool)), [.array([.bool(true), .bool(false)]), .array([.bool(true)])]),
        (ScalarField("doubles", .array(.double)), [.array([.double(0.25)]), .array([])]),
        (ScalarField("times", .array(.timestamp)), [.array([.timestamp(5)]), .array([.timestamp(6)])]),
    ]

    @Test("give back what they were given", arguments: samples.indices)
    func roundTrip(sample: Int) throws {
        let (field, values) = Self.samples[sample]
        for repeats in [0, 1, 700] {
            let many = (0..<repeats).flatMap { _ in values }
            let column = try makeColumn(field, many).column
            #expect(column.rows == many.count)
            #expect((0..<column.rows).map(column.value) == many)
        }
    }

    @Test("texts that are alike for a person but not in their bytes stay apart")
    func canonicalEquivalence() throws {
        let values: [FieldValue] = [.string("\u{e9}"), .string("e\u{301}")]
        let column = try makeColumn(ScalarField("name", .string), values).column
        for (row, length) in [(0, 2), (1, 3)] {
            guard case .string(let text) = column.value(row) else { throw EngineError.cannotRead(path: "", reason: "") }
            #expect(text.utf8.count == length)
        }
    }

    @Test("few distinct texts become codes, many do not")
    func dictionary() throws {
        let field = ScalarField("name", .string)
        let few = try makeColumn(field, (0..<5000).map { .string("text \($0 % 7)") })
        guard case .codes(let codes, let entries) = few.column.values else {
            Issue.record("no dictionary")
            return
        }
        #expect(entries.count == 7)
        #expect((0..<10).map { codes.zones[$0] } == [0, 6, 0, 6, 0, 6, 0, 6, 0, 6])
        let many = try makeColumn(field, (0..<5000).map { .string("text \($0)") })
        guard case .texts = many.column.values else {
            Issue.record("a dictionary")
            return
        }
        #expect(many.column.value(4999) == .string("text 4999"))
        let tooMany = (0..<140_000).map { FieldValue.string("\($0 % 70_000)") }
        let column = try makeColumn(field, tooMany).column
        #expect(column.value(69_999) == .string("69999") && column.value(139_999) == .string("69999"))
    }

    @Test("zones leave nulls out, and what is no number decides nothing")
    func zones() throws {
        let whole = try makeColumn(
            ScalarField("count", .int64, isNullable: true), (0..<2500).map { $0 % 2 == 0 ? .null : .int(Int64($0)) })
        guard case .integers(let numbers) = whole.column.values else { return }
        #expect((0..<6).map { numbers.zones[$0] } == [1, 1023, 1025, 2047, 2049, 2499])
        let doubles = try makeColumn(ScalarField("weight", .double), [.double(1), .double(.nan), .double(2)])
        guard case .doubles(let found) = doubles.column.values else { return }
        #expect(found.zones[0].isNaN && found.zones[1].isNaN)
    }

    @Test("refuse a value that their field cannot hold, and an array with one")
    func unfit() throws {
        let count = ColumnBuilder(ScalarField("count", .int64))
        #expect(throws: EngineError.unfitValue(field: "count", found: .json, expected: .int64)) {
            try count.append(.null)
        }
        #expect(throws: EngineError.unfitValue(field: "count", found: .string, expected: .int64)) {
            try count.append(.string("1"))
        }
        let tags = ColumnBuilder(ScalarField("tags", .array(.string)))
        try tags.append(.array([.string("a")]))
        #expect(throws: EngineError.unfitValue(field: "tags", found: .int64, expected: .string)) {
            try tags.append(.array([.string("b"), .int(1)]))
        }
        #expect(tags.rows == 1)
    }

    @Test("keys are found, the last row of equal ones", arguments: [FieldType.int64, .string])
    func keys(type: FieldType) throws {
        var generator = SeededGenerator(seed: 5)
        for isSorted in [false, true] {
            var numbers = (0..<3000).map { _ in Int64.random(in: -2000...2000, using: &generator) }
            if isSorted { numbers = (0..<3000).map { 2 * $0 } }
            let make = { (number: Int64) in type == .int64 ? FieldValue.int(number) : .string("key \(number)") }
            let columns = try makeColumns(
                ColumnSchema(key: ScalarField("id", type), fields: []), numbers.map { [make($0)] })
            for number in Int64(-2010)...2010 {
                #expect(columns.keys.row(of: make(number)) == numbers.lastIndex(of: number))
            }
            var rows: [Int] = []
            columns.keys.forEachRow(of: make(numbers[7])) { rows.append($0) }
            #expect(rows == numbers.indices.filter { numbers[$0] == numbers[7] })
            #expect(columns.keys.rows(of: [make(numbers[0]), .int(99_999)]).map { $0 == nil } == [false, true])
        }
    }

    @Test("damage gives an error or other values, and reads nothing outside", arguments: samples.indices)
    func damage(sample: Int) throws {
        let (field, values) = Self.samples[sample]
        let original = try makeColumn(field, (0..<60).flatMap { _ in values }).bytes
        var generator = SeededGenerator(seed: UInt64(sample))
        var refused = 0
        for round in 0..<600 {
            var bytes = original
            for _ in 0...round % 3 {
                // The header is small, and rich in things to break.
                let place =
                    Bool.random(using: &generator)
                    ? Int.random(in: 0..<64, using: &generator) : .random(in: 0..<bytes.count, using: &generator)
                bytes[place] = .random(in: 0 ... .max, using: &generator)
            }
            if round % 4 == 0 { bytes.removeLast(.random(in: 0..<bytes.count, using: &generator)) }
            guard let column = try? Column(makeSection(bytes), field: field) else {
                refused += 1
                continue
            }
            for row in 0..<min(column.rows, 10_000) { _ = column.value(row) }
        }
        #expect(refused > 100)
    }
}
