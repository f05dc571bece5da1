import Embedding
import Testing

@Suite("The tokeniser")
struct TokeniserTests {
    private static let words = "cafe café CAFE caf ##e ##é a b ##b 漢 漢漢 字 [ ] sep mask ! straße i i̇ I x ##x ᄀ ##ᅡ ##ᆨ"

    private static func pieces(_ text: String, _ options: TokeniserOptions = TokeniserOptions()) throws -> [String] {
        try pieces(Array(text.utf8), options)
    }

    private static func pieces(
        _ text: [UInt8], _ options: TokeniserOptions = TokeniserOptions()
    ) throws -> [String] {
        WordPieceTokeniser(try SmallVocabulary.words(words), options: options).pieces(of: text, named: words)
    }

    @Test(
        "options decide about case, accents and ideographs",
        arguments: [
            ("CAFÉ", TokeniserOptions(), ["cafe"]),
            ("CAFE\u{301}", TokeniserOptions(), ["cafe"]),
            ("CAFÉ", TokeniserOptions(stripsAccents: false), ["café"]),
            ("CAFÉ", TokeniserOptions(lowercases: false), ["[UNK]"]),
            ("CAFÉ", TokeniserOptions(lowercases: false, stripsAccents: true), ["CAFE"]),
            ("CAFE", TokeniserOptions(lowercases: false), ["CAFE"]),
            ("İ", TokeniserOptions(), ["i"]),
            ("İ", TokeniserOptions(stripsAccents: false), ["i̇"]),
            ("漢漢", TokeniserOptions(), ["漢", "漢"]),
            ("漢漢", TokeniserOptions(handlesChinese: false), ["漢漢"]),
            ("각", TokeniserOptions(), ["ᄀ", "##ᅡ", "##ᆨ"]),
            ("STRASSE", TokeniserOptions(), ["[UNK]"]),
            ("STRAßE", TokeniserOptions(), ["straße"]),
        ])
    func options(text: String, options: TokeniserOptions, expected: [String]) throws {
        #expect(try Self.pieces(text, options) == expected)
    }

    @Test(
        "what cannot be seen divides no word, and what is no text vanishes",
        arguments: [
            ("", []), (" \t\r\n\u{3000}\u{2028}", []), ("\0\u{fffd}\u{200d}\u{301}", []),
            ("a\0b", ["a", "##b"]), ("a\u{ad}b", ["a", "##b"]), ("a\u{a0}b", ["a", "b"]), ("a\u{85}b", ["a", "##b"]),
            ("!\u{301}a", ["!", "a"]), ("a!b", ["a", "!", "b"]), ("?", ["[UNK]"]),
        ] as [(String, [String])])
    func invisible(text: String, expected: [String]) throws {
        #expect(try Self.pieces(text) == expected)
    }

    @Test(
        "bytes that are not UTF-8 vanish as U+FFFD does, whose place they would take",
        arguments: [
            [0x61, 0xff, 0x62], [0x61, 0xc3, 0x62], [0x61, 0xe2, 0x82, 0x62], [0x61, 0xed, 0xa0, 0x80, 0x62],
            [0x61, 0xf0, 0x9f, 0x98, 0x62], [0x61, 0xc0, 0xaf, 0x62], [0x61, 0xf4, 0x90, 0x80, 0x80, 0x62],
            [0x80, 0x61, 0x62, 0xe2], [0x61, 0x62, 0xf0, 0x9f], [0xe0, 0x80, 0x61, 0x62],
        ] as [[UInt8]])
    func invalid(text: [UInt8]) throws {
        #expect(try Self.pieces(text) == Self.pieces(String(decoding: text, as: UTF8.self)))
        #expect(try Self.pieces(text) == ["a", "##b"])
    }

    @Test("a name of a control token is text, unless it is to be recognised")
    func controlTokens() throws {
        #expect(try Self.pieces("a[SEP]b[mask]") == ["a", "[", "sep", "]", "b", "[", "mask", "]"])
        let recognising = TokeniserOptions(controlTokens: .recognised)
        #expect(try Self.pieces("a[SEP]b[mask]", recognising) == ["a", "[SEP]", "b", "[", "mask", "]"])
        #expect(try Self.pieces("[[MASK]\u{301}[MAS", recognising) == ["[", "[MASK]", "[", "[UNK]"])
    }

    @Test("a word of 100 characters is cut, one of 101 is unknown", arguments: ["x", "X", "é", "x\u{301}", "x\0"])
    func longWords(character: String) throws {
        let words = "x ##x e ##e"
        let tokeniser = WordPieceTokeniser(try SmallVocabulary.words(words))
        func count(_ length: Int) -> Int {
            tokeniser.pieces(of: Array(String(repeating: character, count: length).utf8), named: words).count
        }
        #expect(count(99) == 99)
        #expect(count(100) == 100)
        #expect(count(101) == 1)
        #expect(count(100_000) == 1)
    }

    @Test("a piece's range is what it stands for in the text, without marks behind it and with those within")
    func ranges() throws {
        let tokeniser = WordPieceTokeniser(try SmallVocabulary.words(Self.words))
        var tokens = TokenBuffer(recordsRanges: true)
        tokeniser.append("  Café a\u{301}\0b\u{301} 漢각?? ", limit: .max, to: &tokens)
        #expect(
            tokens.ranges == [
                0..<0, 2..<7, 8..<9, 12..<13, 16..<19, 19..<22, 19..<22, 19..<22, 22..<23, 23..<24, 0..<0,
            ])
    }
}
