import JSONStream
import Testing

@Suite("JSON numbers")
struct NumberTests {
    @Test(
        "a whole number is exact up to 64 bits",
        arguments: [
            ("0", 0), ("-0", 0), ("-1", -1), ("1234567890", 1_234_567_890), ("9223372036854775807", .max),
            ("-9223372036854775808", .min),
        ] as [(String, Int64)])
    func readsIntegers(text: String, value: Int64) throws {
        let found = try JSONCursor.reading(Array(text.utf8)) { cursor throws(JSONError) in try cursor.integer() }
        #expect(found == value)
    }

    @Test(
        "what is no whole number is refused, at its first byte",
        arguments: [
            ("9223372036854775808", .numberOutOfRange), ("-9223372036854775809", .numberOutOfRange),
            (String(repeating: "9", count: 128), .numberOutOfRange),
            ("1.0", .wrongType(.number, expected: .integer)), ("1e3", .wrongType(.number, expected: .integer)),
            (String(repeating: "9", count: 200), .numberTooLong(limit: 128)),
            ("\"1\"", .wrongType(.string, expected: .integer)),
        ] as [(String, JSONError.Kind)])
    func refusesIntegers(text: String, kind: JSONError.Kind) {
        let found = failure { () throws(JSONError) in
            try JSONCursor.reading(Array("  \(text)".utf8)) { cursor throws(JSONError) in try cursor.integer() }
        }
        #expect(found == JSONError(kind, at: 2))
    }

    @Test(
        "a number is the nearest double, as the compiler reads it",
        arguments: [
            ("0", 0), ("-0.0", -0.0), ("1", 1), ("0.1", 0.1), ("-12.50", -12.5), ("1e3", 1000), ("1E+3", 1000),
            ("25e-1", 2.5), ("1.7976931348623157e308", 1.7976931348623157e308), ("5e-324", .leastNonzeroMagnitude),
            ("9007199254740993", 9_007_199_254_740_992), ("0.30000000000000004", 0.30000000000000004),
        ] as [(String, Double)])
    func readsDoubles(text: String, value: Double) throws {
        let found = try Double(json: Array(text.utf8))
        #expect(found.bitPattern == value.bitPattern)
    }

    @Test("a number beyond the largest double is out of range, not infinite")
    func refusesInfinity() {
        for text in ["1e309", "-1e309", "1e99999"] {
            let found = failure { () throws(JSONError) in try Double(json: Array(text.utf8)) }
            #expect(found == JSONError(.numberOutOfRange, at: 0), "\(text)")
        }
    }

    @Test(
        "what RFC 8259 does not allow as a number is refused",
        arguments: [
            "01", "-01", "00", "1.", ".5", "1.e1", "1e", "1e+", "-", "--1", "+1", "1.2.3", "1e1.5", "1-2", "0x10",
            "NaN", "Infinity", "-Infinity", "1_000",
        ])
    func refusesSpellings(text: String) {
        for document in [text, "[\(text)]", "[\(text),1]"] {
            let found = failure { () throws(JSONError) in try Tree(json: Array(document.utf8)) }
            #expect(found != nil, "\(document)")
        }
    }

    @Test("the digits of a number are lent as written, whatever their value")
    func lendsDigits() throws {
        for text in ["1184567890123456789012345678901234567890", "-0", "1.50e+07"] {
            let found = try JSONCursor.reading(Array(text.utf8)) { cursor throws(JSONError) in
                try cursor.number().string
            }
            #expect(found == text)
        }
    }

    @Test(
        "a decimal id is 64 bits without sign, blank or leading zero",
        arguments: [
            ("0", 0), ("7", 7), ("1184567890123456789", 1_184_567_890_123_456_789), ("18446744073709551615", .max),
            ("18446744073709551616", nil), ("99999999999999999999", nil), ("100000000000000000000", nil), ("007", nil),
            ("", nil), ("-1", nil), ("+1", nil), (" 1", nil), ("1.0", nil), ("12a", nil), ("٣", nil),
        ] as [(String, UInt64?)])
    func readsDecimals(text: String, value: UInt64?) throws {
        let found = try JSONCursor.reading(Array("\"\(text)\"".utf8)) { cursor throws(JSONError) in
            try cursor.string().decimal
        }
        #expect(found == value)
    }

    @Test("a number that a window cuts in two is one number", arguments: ["12.5", "-3.25e-2", "1234567890.5", "6e7"])
    func joinsNumbers(text: String) throws {
        // Blanks move the cut through every byte of the number; the second line keeps it from being the last.
        for blanks in 0..<16 {
            var reader = JSONReader(String(repeating: " ", count: blanks) + text + "\n7\n")
            let first = try reader.value { cursor throws(JSONError) in try cursor.double() }
            #expect(first == Double(text), "\(blanks) blanks")
            let isAtEnd = try reader.isAtEnd()
            #expect(!isAtEnd)
            let second = try reader.value { cursor throws(JSONError) in try cursor.integer() }
            #expect(second == 7)
        }
    }
}
