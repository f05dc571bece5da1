import JSONStream
import TestSupport
import Testing

@Suite("JSON strings")
struct StringTests {
    private static func decode(_ written: [UInt8]) throws(JSONError) -> (text: String, repairs: Int) {
        try JSONCursor.reading([0x22] + written + [0x22]) { cursor throws(JSONError) in
            let text = try cursor.string()
            var bytes: [UInt8] = []
            let repairs = text.append(to: &bytes)
            return (String(decoding: bytes, as: UTF8.self), repairs)
        }
    }

    private static func expect(_ written: String, decodesTo text: String, repairs: Int) throws {
        let found = try decode(Array(written.utf8))
        #expect(Array(found.text.utf8) == Array(text.utf8), "\(written)")
        #expect(found.repairs == repairs, "\(written)")
    }

    @Test(
        "every escape means its character",
        arguments: [
            (#"\""#, "\""), (#"\\"#, "\\"), (#"\/"#, "/"), (#"\b"#, "\u{8}"), (#"\f"#, "\u{c}"), (#"\n"#, "\n"),
            (#"\r"#, "\r"), (#"\t"#, "\t"), (#"\u0041"#, "A"), (#"\u00e9"#, "é"), (#"\u00E9"#, "é"),
            (#"\u20ac"#, "€"), (#"\ud83d\ude00"#, "😀"), (#"\uD834\uDD1E"#, "𝄞"), (#"\udbff\udfff"#, "\u{10ffff}"),
            (#"\uffff"#, "\u{ffff}"), (#"\ud7ff"#, "\u{d7ff}"), (#"\ue000"#, "\u{e000}"), (#"a\nb\\n"#, "a\nb\\n"),
            (#"\u00410"#, "A0"), ("", ""), ("naïve 日本 👩‍👩‍👧", "naïve 日本 👩‍👩‍👧"), ("\t\n\u{1}", "\t\n\u{1}"),
        ])
    func decodesEscapes(written: String, text: String) throws {
        try Self.expect(written, decodesTo: text, repairs: 0)
    }

    @Test(
        "a lone surrogate, a NUL or a broken escape is repaired and counted",
        arguments: [
            (#"\ud83d"#, "\u{fffd}", 1), (#"\ude00"#, "\u{fffd}", 1), (#"\ud83dx"#, "\u{fffd}x", 1),
            (#"\ud83d\ud83d\ude00"#, "\u{fffd}😀", 1), (#"\ude00\ud83d"#, "\u{fffd}\u{fffd}", 2),
            (#"\ud83d\u0041"#, "\u{fffd}A", 1), (#"\ud83d\n"#, "\u{fffd}\n", 1),
            (#"\ud83d\ude0"#, "\u{fffd}\u{fffd}de0", 2),
            (#"\u0000"#, "\u{fffd}", 1), ("a\u{0}b", "a\u{fffd}b", 1), (#"\u12"#, "\u{fffd}12", 1),
            (#"\u12g4"#, "\u{fffd}12g4", 1), (#"\u"#, "\u{fffd}", 1), (#"\q"#, "q", 1), (#"\é"#, "é", 1),
            (#"\😀"#, "😀", 1),
        ])
    func repairsEscapes(written: String, text: String, repairs: Int) throws {
        try Self.expect(written, decodesTo: text, repairs: repairs)
    }

    @Test(
        "Telegram's two-digit escape means the character of that number",
        arguments: [
            (#"\x41"#, "A", 1), (#"\xe9"#, "é", 1), (#"\xFF!"#, "ÿ!", 1), (#"\x4"#, "4", 1), (#"\xgg"#, "gg", 1),
            (#"\x00"#, "\u{fffd}", 1),
        ])
    func decodesHexadecimalEscapes(written: String, text: String, repairs: Int) throws {
        try Self.expect(written, decodesTo: text, repairs: repairs)
    }

    @Test(
        "invalid UTF-8 is repaired as Swift repairs it",
        arguments: [
            [0x80], [0xff], [0xc0, 0xaf], [0xc1, 0xbf], [0xc3], [0xc3, 0x28], [0xe0, 0x80, 0xaf], [0xe0, 0x9f, 0xbf],
            [0xe2, 0x82], [0xe2, 0x82, 0x41], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xf0, 0x80, 0x80, 0xaf],
            [0xf0, 0x9f, 0x98], [0xf0, 0x9f, 0x41], [0xf4, 0x8f, 0xbf, 0xbf], [0xf4, 0x90, 0x80, 0x80],
            [0xf5, 0x80, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0x61, 0xf0, 0x9f, 0x98, 0x80, 0x9f, 0x62],
        ] as [[UInt8]])
    func repairsUTF8(bytes: [UInt8]) throws {
        let found = try Self.decode(bytes)
        let oracle = String(decoding: bytes, as: UTF8.self)
        #expect(Array(found.text.utf8) == Array(oracle.utf8))
        #expect(found.repairs == oracle.unicodeScalars.filter { $0 == "\u{fffd}" }.count)
    }

    @Test("random bytes are repaired as Swift repairs them", arguments: [1, 2, 3, 4] as [UInt64])
    func repairsRandomBytes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        // Leads and continuations, dense enough that whole and broken sequences of all lengths meet.
        let alphabet: [UInt8] =
            [0x61, 0x7f, 0x00, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xdf, 0xe0, 0xe2, 0xed, 0xef]
            + [0xf0, 0xf1, 0xf4, 0xf5, 0xff]
        for round in 0..<2000 {
            let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
                alphabet.randomElement(using: &random) ?? 0
            }
            let oracle = String(decoding: bytes, as: UTF8.self).unicodeScalars.map { $0.value == 0 ? "\u{fffd}" : $0 }
            let found = try Self.decode(bytes)
            try #require(Array(found.text.unicodeScalars) == oracle, "seed \(seed), round \(round): \(bytes)")
            try #require(found.repairs == oracle.filter { $0 == "\u{fffd}" }.count, "seed \(seed), round \(round)")
        }
    }

    @Test("a key matches a literal only byte for byte")
    func matchesKeys() throws {
        let cases: [(written: String, isContent: Bool)] = [
            ("content", true), ("Content", false), ("conten", false), ("contents", false), ("", false),
            (#"\u0063ontent"#, false),
        ]
        for (written, isContent) in cases {
            let found = try JSONCursor.reading(Array("\"\(written)\"".utf8)) { cursor throws(JSONError) in
                switch try cursor.string() {
                case "content": true
                default: false
                }
            }
            #expect(found == isContent, "\(written)")
        }
    }

    @Test("a raw value is lent as written, without the blanks around it")
    func lendsRaw() throws {
        let found = try JSONCursor.reading(Array(#"[ {"a" : [1, "\u0041]"]} , 2]"#.utf8)) { cursor throws(JSONError) in
            var pieces: [String] = []
            try cursor.beginArray()
            while try cursor.nextElement() {
                pieces.append(try cursor.raw { String(decoding: $0, as: UTF8.self) })
            }
            return pieces
        }
        #expect(found == [#"{"a" : [1, "\u0041]"]}"#, "2"])
    }
}
