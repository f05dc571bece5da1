import TestSupport
import Testing

@testable import VectorEngine

/// A schema with a field of every type.
let wideSchema = ColumnSchema(
    key: ScalarField("id", .int64),
    fields: [
        ScalarField("count", .int64, isNullable: true), ScalarField("weight", .double, isNullable: true),
        ScalarField("channel", .string), ScalarField("time", .timestamp, isNullable: true),
        ScalarField("pinned", .bool, isNullable: true), ScalarField("meta", .json, isNullable: true),
        ScalarField("tags", .array(.string), isNullable: true), ScalarField("scores", .array(.int64)),
    ], hasDynamicField: true)
let narrowSchema = ColumnSchema(key: wideSchema.key, fields: wideSchema.fields)

@Suite("Reading filters")
struct FilterParserTests {
    private static let accepted: [(String, String)] = [
        ("id == 5", "id == 5"),
        ("5 < count", "count > 5"),
        ("1 < count <= 5", "count > 1 and count <= 5"),
        ("5 >= count > 1", "count <= 5 and count > 1"),
        ("id==1&&count!=2||!(weight<0.5)", "id == 1 and count != 2 or not (weight < 0.5)"),
        ("id == 1 OR id == 2 or (id == 3 or id == 4)", "id == 1 or id == 2 or id == 3 or id == 4"),
        ("(id == 1 or id == 2) and count == 3", "(id == 1 or id == 2) and count == 3"),
        ("not count == 3", "not (count == 3)"),
        ("NOT NOT pinned", "not (not (pinned))"),
        ("pinned", "pinned"),
        ("pinned == True and FALSE", "pinned == true and false"),
        ("channel == 'help'", #"channel == "help""#),
        (#"channel == "a\"b\\c\n\u00e9\x41\101""#, #"channel == "a\"b\\c\néAA""#),
        (#"channel == r"a\d""#, #"channel == "a\\d""#),
        ("channel IN ['a', \"b\",]", #"channel in ["a", "b"]"#),
        ("channel not in []", "channel not in []"),
        ("count in [1, 2.0, 0x1F, 0b101, 017]", "count in [1, 2.0, 31, 5, 15]"),
        (#"channel like "a\%b_c%""#, #"channel like "a\\%b_c%""#),
        ("channel not like 'x%'", #"not (channel like "x%")"#),
        ("count + 1 * 2 > 3", "count + 2 > 3"),
        ("(count + 1) * 2 > 3", "(count + 1) * 2 > 3"),
        ("count - (1 - weight) > 0", "count - (1 - weight) > 0"),
        ("count - 1 - weight > 0", "count - 1 - weight > 0"),
        ("-count ** 2 > 0", "-count ** 2 > 0"),
        ("(-count) ** 2 > 0", "(-count) ** 2 > 0"),
        ("count ** -2 > 0", "count ** (-2) > 0"),
        ("2 ** 3 ** 2 == weight", "weight == 64.0"),
        ("count == -9223372036854775808", "count == -9223372036854775808"),
        ("count == - -5", "count == 5"),
        ("7 / 2 == count", "count == 3"),
        ("-7 % 3 == count", "count == -1"),
        ("weight > .5e1", "weight > 5.0"),
        ("weight > 5.", "weight > 5.0"),
        (#"meta["a"]['b'][0] == 1"#, #"meta["a"]["b"][0] == 1"#),
        (#"$meta["x"] == 1"#, #"$meta["x"] == 1"#),
        ("colour == 'red'", #"$meta["colour"] == "red""#),
        (#"colour["deep"] is not null"#, #"$meta["colour"]["deep"] is not null"#),
        ("exists colour", #"exists $meta["colour"]"#),
        ("count IS NULL", "count is null"),
        ("count is  not\tnull", "count is not null"),
        ("tags[0] == 'a'", #"tags[0] == "a""#),
        ("tags == ['a', 'b']", #"tags == ["a", "b"]"#),
        ("array_length(tags) > 2", "array_length(tags) > 2"),
        ("ARRAY_CONTAINS(tags, 'a')", #"array_contains(tags, "a")"#),
        ("array_contains_all(scores, [1, 2])", "array_contains_all(scores, [1, 2])"),
        ("JSON_CONTAINS_ANY(meta['x'], [1, 'a', true])", #"json_contains_any(meta["x"], [1, "a", true])"#),
        ("json_contains(tags, 'a')", #"array_contains(tags, "a")"#),
        ("time > ISO '2025-01-01T00:00:00Z'", #"time > ISO "2025-01-01T00:00:00Z""#),
        ("time > iso '2025-01-01T01:30:00.250+01:30'", #"time > ISO "2025-01-01T00:00:00.250Z""#),
        ("time >= 1735689600000", #"time >= ISO "2025-01-01T00:00:00Z""#),
        ("time + INTERVAL 'P1DT12H' > ISO '2025-01-01'", #"time + 129600000 > ISO "2025-01-01T00:00:00Z""#),
        ("time - time > 5", "time - time > 5"),
        ("1 < 2", "true"),
        ("'a' like '_'", "true"),
        ("5 in [1, 5.0]", "true"),
        ("not (1 == 1.5)", "not (false)"),
        ("id in {ids} and channel == {name}", #"id in [1, 2] and channel == "x""#),
    ]

    @Test("gives a text that means the same", arguments: accepted.indices)
    func canonical(index: Int) throws {
        let (text, expected) = Self.accepted[index]
        let parameters: [String: FieldValue] = ["ids": .array([.int(1), .int(2)]), "name": .string("x")]
        let filter = try Filter(parsing: text, parameters: parameters, schema: wideSchema)
        #expect(filter.description == expected)
        #expect(try Filter(parsing: filter.description, schema: wideSchema) == filter)
    }

    private static let refused: [(String, Int, FilterProblem.Reason)] = [
        ("", 0, .unexpected(found: "the end", expected: "a field or a value")),
        ("id ==", 5, .unexpected(found: "the end", expected: "a field or a value")),
        ("id == 1 count", 8, .unexpected(found: "'count'", expected: "an operator or the end")),
        ("(id == 1", 8, .unexpected(found: "the end", expected: "')'")),
        ("id = 1", 3, .unsupported(what: "'='", instead: "==")),
        ("count & 1 == 1", 6, .unsupported(what: "'&'", instead: "and")),
        ("channel =~ 'x'", 8, .unsupported(what: "'=~'", instead: "like")),
        ("TEXT_MATCH(channel, 'x')", 0, .unsupported(what: "text_match", instead: "a search of the sparse field")),
        ("chanel == 'x'", 0, .unknownField(name: "chanel", nearest: "channel")),
        ("qqqqqqq == 'x'", 0, .unknownField(name: "qqqqqqq", nearest: nil)),
        ("$meta['a'] == 1", 0, .unknownField(name: "$meta", nearest: "meta")),
        ("channel == 5", 11, .wrongType(found: "a whole number", expected: "a string")),
        ("count == '5'", 9, .wrongType(found: "a string", expected: "a whole number")),
        ("count == null", 9, .unexpected(found: "'null'", expected: "a field or a value")),
        ("count is 5", 9, .unexpected(found: "a number", expected: "'null' or 'not null'")),
        ("pinned < true", 0, .wrongType(found: "a truth value", expected: "a number, a string or a time")),
        ("count", 0, .wrongType(found: "a whole number", expected: "a condition")),
        ("(id == 1) == 2", 1, .wrongType(found: "a condition", expected: "a value")),
        ("1 < count > 5", 10, .unexpected(found: "'>'", expected: "'and', or a range such as 1 < a <= 5")),
        ("id == 1 == 2", 8, .unexpected(found: "'=='", expected: "'and', or a range such as 1 < a <= 5")),
        ("count == 9223372036854775808", 9, .integerTooLarge),
        ("count == 9223372036854775807 + 1", 9, .integerTooLarge),
        ("weight == 1e999", 10, .numberNotFinite),
        ("count / 0 == 1", 8, .divisionByZero),
        ("weight % 2 == 1", 0, .wrongType(found: "a number", expected: "a whole number")),
        ("count == 08", 10, .unexpected(found: "'8'", expected: "an octal digit after a leading 0")),
        ("count == 0x", 11, .unexpected(found: "a number without digits", expected: "digits of base 16")),
        ("count == 1abc", 10, .unexpected(found: "a letter in a number", expected: "the number's end")),
        ("channel == 'x", 11, .unexpected(found: "a string without end", expected: "a closing quote")),
        (#"channel == "\q""#, 12, .invalidEscape),
        (#"channel == "\xff""#, 11, .invalidText),
        (#"channel like "x\\""#, 13, .invalidPattern),
        ("channel like count", 13, .wrongType(found: "a whole number", expected: "a pattern in quotes")),
        ("count like 'x'", 0, .wrongType(found: "a whole number", expected: "a string")),
        ("time > ISO 'yesterday'", 11, .invalidTime),
        ("time > ISO '2025-02-29'", 11, .invalidTime),
        ("count > ISO '2025-01-01'", 8, .wrongType(found: "a time", expected: "a whole number")),
        ("meta['a'] > ISO '2025-01-01'", 12, .wrongType(found: "a time", expected: "JSON")),
        ("id in {ids}", 6, .missingParameter(name: "ids")),
        (
            "id in 5", 6,
            .wrongType(found: "a whole number", expected: "a list of values (array_contains looks into a field)")
        ),
        ("id in [count]", 7, .wrongType(found: "a field", expected: "a constant in a list")),
        ("id in ['a']", 6, .wrongType(found: "a string", expected: "a whole number")),
        ("exists count", 7, .wrongType(found: "a field", expected: "a path into JSON or a dynamic field")),
        ("count[0] == 1", 0, .wrongType(found: "a whole number", expected: "JSON or an array before '['")),
        ("tags['a'] == 1", 0, .wrongType(found: "a path", expected: "one index of an array")),
        ("array_lenght(tags) == 1", 0, .unexpected(found: "'array_lenght('", expected: "array_length")),
        ("array_length(tags, 1) == 1", 0, .unexpected(found: "2 arguments", expected: "1 of array_length")),
        (
            "array_length(count) == 1", 13,
            .wrongType(found: "a whole number", expected: "an array, or a path into JSON")
        ),
        ("id == 1; drop", 7, .unexpected(found: "';'", expected: "a field, a value or an operator")),
    ]

    @Test("says where it fails, on what, and what was expected", arguments: refused.indices)
    func errors(index: Int) {
        let (text, offset, reason) = Self.refused[index]
        let problem = #expect(throws: FilterProblem.self) { try Filter(parsing: text, schema: narrowSchema) }
        #expect(problem?.offset == offset && problem?.reason == reason, "\(text)")
    }

    @Test("counts lines and characters for a person")
    func position() {
        let problem = #expect(throws: FilterProblem.self) {
            try Filter(parsing: "id == 1 and\n  channel == 'né' and nope > 1", schema: narrowSchema)
        }
        #expect(problem.map { [$0.offset, $0.line, $0.column] } == [35, 2, 23])
    }

    @Test("bounds nesting and length", arguments: ["(", "not ", "-", "[", "array_length(", "!"])
    func depth(opening: String) {
        let text = String(repeating: opening, count: 10_000)
        let problem = #expect(throws: FilterProblem.self) { try Filter(parsing: text + "id", schema: wideSchema) }
        #expect(problem?.reason == .tooDeep(limit: 200))
        let sums = #expect(throws: FilterProblem.self) {
            try Filter(parsing: "1" + String(repeating: "+id", count: 10_000) + " > 1", schema: wideSchema)
        }
        #expect(sums?.reason == .tooDeep(limit: 200))
        let long = #expect(throws: FilterProblem.self) {
            try Filter(parsing: String(repeating: " ", count: 2_000_000), schema: wideSchema)
        }
        #expect(long?.reason == .tooLong(bytes: 2_000_000, limit: 1 << 20))
    }

    @Test("many conditions side by side are not nested")
    func breadth() throws {
        let text = (0..<10_000).map { "id == \($0)" }.joined(separator: " or ")
        guard case .any(let parts) = try Filter(parsing: text, schema: wideSchema).condition else {
            Issue.record("not a list")
            return
        }
        #expect(parts.count == 10_000)
    }

    @Test("any bytes give a filter or an error, and a filter's text the same filter")
    func fuzz() throws {
        var generator = SeededGenerator(seed: 17)
        let words =
            Self.accepted.flatMap { $0.0.split(separator: " ") } + Self.refused.flatMap { $0.0.split(separator: " ") }
        var understood = 0
        for round in 0..<6000 {
            var bytes: [UInt8]
            switch round % 3 {
            case 0:
                bytes = (0..<Int.random(in: 0...40, using: &generator)).map { _ in
                    .random(in: 0 ... .max, using: &generator)
                }
            case 1:
                let count = Int.random(in: 1...12, using: &generator)
                bytes = (0..<count).flatMap { _ in Array((words.randomElement(using: &generator) ?? "").utf8) + [0x20] }
            default:
                bytes = Array((Self.accepted.randomElement(using: &generator)?.0 ?? "").utf8)
                for _ in 0...Int.random(in: 0...3, using: &generator) where !bytes.isEmpty {
                    let place = Int.random(in: 0..<bytes.count, using: &generator)
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0: bytes.remove(at: place)
                    case 1: bytes.insert(.random(in: 0x20...0x7e, using: &generator), at: place)
                    case 2: bytes[place] = .random(in: 0 ... .max, using: &generator)
                    default: bytes += bytes[place...]
                    }
                }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let filter: Filter
            do {
                filter = try Filter(parsing: text, schema: wideSchema)
            } catch {
                #expect(error.offset <= text.utf8.count && error.line >= 1 && error.column >= 1)
                continue
            }
            understood += 1
            let again = try Filter(parsing: filter.description, schema: wideSchema)
            #expect(again == filter, "\(text) became \(filter)")
        }
        #expect(understood > 300)
    }
}

@Suite("Times in filters")
struct CalendarTimeTests {
    @Test("a time's text gives the time again")
    func roundTrip() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<20_000 {
            let time = Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &generator)
            let text = CalendarTime.text(time)
            #expect(text.flatMap(CalendarTime.milliseconds) == time)
        }
        #expect(CalendarTime.text(253_402_300_800_000) == nil)
        #expect(CalendarTime.text(-62_135_596_800_001) == nil)
    }

    @Test(
        "known times",
        arguments: [
            ("1970-01-01", 0), ("2000-02-29T12:00Z", 951_825_600_000), ("1969-12-31T23:59:59.999Z", -1),
            ("2025-01-01T00:00:00", 1_735_689_600_000), ("2024-12-31T19:00:00-05:00", 1_735_689_600_000),
        ])
    func known(text: String, time: Int64) {
        #expect(CalendarTime.milliseconds(text) == time)
    }

    @Test(
        "what is no time",
        arguments: ["", "2025", "2025-13-01", "2025-01-01T", "2025-01-01T24:00", "2025-01-01T00:00+", "٢٠٢٥-01-01"])
    func wrong(text: String) {
        #expect(CalendarTime.milliseconds(text) == nil)
    }
}
