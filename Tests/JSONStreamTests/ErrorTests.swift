import JSONStream
import Testing

/// A document with the error it must give.
private struct Damage: CustomTestStringConvertible {
    let json: String
    let kind: JSONError.Kind
    let offset: Int

    init(_ json: String, _ kind: JSONError.Kind, at offset: Int) {
        self.json = json
        self.kind = kind
        self.offset = offset
    }

    init(_ json: String, _ found: Unicode.Scalar, expected: JSONError.Expectation, at offset: Int) {
        self.init(json, .unexpected(UInt8(ascii: found), expected: expected), at: offset)
    }

    var testDescription: String { json }

    static let truncated = [
        Damage("", .truncated, at: 0), Damage("   ", .truncated, at: 3), Damage("[", .truncated, at: 1),
        Damage("[1,", .truncated, at: 3), Damage("[1", .truncated, at: 1), Damage("[[1]", .truncated, at: 4),
        Damage("{", .truncated, at: 1), Damage(#"{"a"#, .truncated, at: 1), Damage(#"{"a""#, .truncated, at: 4),
        Damage(#"{"a":"#, .truncated, at: 5), Damage(#"{"a":1"#, .truncated, at: 5),
        Damage(#"{"a":1,"#, .truncated, at: 7), Damage("[\"abc", .truncated, at: 1),
        Damage(#"["abc\"#, .truncated, at: 1), Damage(#"["abc\""#, .truncated, at: 1),
        Damage("[tru", .truncated, at: 1),
    ]

    static let unexpected = [
        Damage("[1,]", "]", expected: .value, at: 3), Damage("[,1]", ",", expected: .value, at: 1),
        Damage("[1,,2]", ",", expected: .value, at: 3), Damage("[1 2]", "2", expected: .commaOrEnd, at: 3),
        Damage("[1}", "}", expected: .commaOrEnd, at: 2), Damage("[1:2]", ":", expected: .commaOrEnd, at: 2),
        Damage("[}", "}", expected: .value, at: 1), Damage("[@]", "@", expected: .value, at: 1),
        Damage("[01]", "0", expected: .value, at: 1), Damage("[truE]", "E", expected: .value, at: 4),
        Damage("[nil]", "i", expected: .value, at: 2), Damage("['a']", "'", expected: .value, at: 1),
        Damage("{1:2}", "1", expected: .key, at: 1), Damage("{a:1}", "a", expected: .key, at: 1),
        Damage("{]", "]", expected: .key, at: 1), Damage(#"{"a" 1}"#, "1", expected: .colon, at: 5),
        Damage(#"{"a","b"}"#, ",", expected: .colon, at: 4), Damage(#"{"a":}"#, "}", expected: .value, at: 5),
        Damage(#"{"a":1 "b":2}"#, "\"", expected: .commaOrEnd, at: 7),
        Damage(#"{"a":1;"b":2}"#, ";", expected: .commaOrEnd, at: 6),
        Damage(#"{"a":1]"#, "]", expected: .commaOrEnd, at: 6),
        Damage(#"["say "hi""]"#, "h", expected: .commaOrEnd, at: 7),
    ]
}

@Suite("JSON errors")
struct ErrorTests {
    @Test("damage is named with its byte", arguments: Damage.truncated + Damage.unexpected)
    fileprivate func namesDamage(damage: Damage) {
        let found = failure { () throws(JSONError) in try Tree(json: Array(damage.json.utf8)) }
        #expect(found == JSONError(damage.kind, at: damage.offset))
    }

    @Test("damage far behind the first window is named with its byte", arguments: Damage.unexpected)
    fileprivate func namesDamageBehindWindows(damage: Damage) {
        let before = "[" + String(repeating: "\"some element\",", count: 100)
        for windowSize in [16, 29, 256] {
            let found = failure { () throws(JSONError) in
                var reader = JSONReader(before + damage.json + "]", windowSize: windowSize)
                return try Tree.elements(of: &reader)
            }
            #expect(found == JSONError(damage.kind, at: before.utf8.count + damage.offset), "window \(windowSize)")
        }
    }

    @Test("a source that ends inside a value is truncated, whatever the window", arguments: Damage.truncated)
    fileprivate func namesTruncation(damage: Damage) {
        let before = "[" + String(repeating: "\"some element\",", count: 100)
        for windowSize in [16, 29, 4096] {
            let found = failure { () throws(JSONError) in
                var reader = JSONReader(before + damage.json, windowSize: windowSize)
                return try Tree.elements(of: &reader)
            }
            #expect(found?.kind == .truncated, "window \(windowSize)")
            // At the byte where it was noticed, or at the start of a value that the window could not hold.
            let range = before.utf8.count...before.utf8.count + damage.json.utf8.count
            #expect(found.map { range.contains($0.offset) } == true, "window \(windowSize)")
        }
    }

    @Test(
        "what follows a document is named with its first byte",
        arguments: [("1 2", 2), ("{} x", 3), ("[]]", 2), ("null\n,", 5), ("\"a\"\"b\"", 3)])
    func namesTrailing(json: String, offset: Int) throws {
        let whole = failure { () throws(JSONError) in try Tree(json: Array(json.utf8)) }
        #expect(whole == JSONError(.trailing, at: offset))
        var reader = JSONReader(json)
        try reader.skip()
        let streamed = failure { () throws(JSONError) in try reader.finish() }
        #expect(streamed == JSONError(.trailing, at: offset))
    }

    @Test("a failing source is reported at the byte it failed at")
    func reportsSource() {
        let found = failure { () throws(JSONError) in
            var reader = JSONReader(FailingSource(after: Array("[1, 2, 3, 4, 5, 6, 7".utf8)), windowSize: 16)
            return try Tree.elements(of: &reader)
        }
        #expect(found == JSONError(.source(SourceFailure("the archive is damaged")), at: 20))
    }

    @Test("no text of the source enters a message")
    func hidesText() {
        let secret = "hunter"
        for json in ["[\"\(secret)\" \"\(secret)\"]", "{\(secret):1}", "[\"\(secret)", "{\"\(secret)\":tru}"] {
            let message = failure { () throws(JSONError) in try Tree(json: Array(json.utf8)) }?.description ?? ""
            #expect(!message.isEmpty && !message.contains(secret), "\(message)")
        }
    }
}
