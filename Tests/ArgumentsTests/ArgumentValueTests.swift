import Arguments
import Testing

@Suite("Argument values")
struct ArgumentValueTests {
    @Test(
        "a whole number is read in full or refused",
        arguments: [
            ("0", 0), ("+7", 7), ("-7", -7), ("007", 7), ("9223372036854775807", .max),
            ("-9223372036854775808", .min), ("9223372036854775808", nil), ("", nil), ("-", nil), ("5 ", nil),
            ("0x10", nil), ("1_000", nil), ("1e3", nil), ("5.0", nil), ("٣", nil),
        ] as [(String, Int?)])
    func readsWholeNumbers(text: String, value: Int?) {
        #expect((try? Int(argument: text)) == value)
        #expect((try? Int64(argument: text)) == value.map(Int64.init))
    }

    @Test("a number that is too large is told from a text that is no number")
    func tellsRangeFromKind() {
        let range = ValueError.Problem.outside(lowest: "0", highest: "18446744073709551615")
        #expect(throws: ValueError("-1", range)) { try UInt64(argument: "-1") }
        #expect(throws: ValueError("18446744073709551616", range)) { try UInt64(argument: "18446744073709551616") }
        #expect(throws: ValueError("1e3", .notA("whole number"))) { try UInt64(argument: "1e3") }
        #expect(throws: ValueError("-", .notA("whole number"))) { try UInt64(argument: "-") }
    }

    @Test(
        "a number is finite",
        arguments: [
            ("1", 1), ("-0.5", -0.5), (".5", 0.5), ("1e-3", 0.001), ("nan", nil), ("inf", nil), ("-infinity", nil),
            ("1e999", nil), ("", nil), (" 1", nil), ("1,5", nil),
        ] as [(String, Double?)])
    func readsNumbers(text: String, value: Double?) {
        #expect((try? Double(argument: text)) == value)
    }

    @Test("the text of a value reads back as the value")
    func roundTrips() throws {
        for value in [Int.min, -1, 0, .max] { #expect(try Int(argument: value.argumentText) == value) }
        for value in [UInt64.min, .max] { #expect(try UInt64(argument: value.argumentText) == value) }
        for value in [0.1, -1e300, 5e-300] { #expect(try Double(argument: value.argumentText) == value) }
        for value in Format.allCases { #expect(try Format(argument: value.argumentText) == value) }
        for value in ["", " a ", "--"] { #expect(String(argument: value).argumentText == value) }
    }

    @Test("an enumeration's raw values are its choices, letter case included")
    func listsChoices() {
        #expect(Format.choices == ["text", "json", "markdown"])
        #expect(Int.choices == [])
        #expect(throws: ValueError("JSON", .notOneOf(["text", "json", "markdown"]))) { try Format(argument: "JSON") }
    }
}
