import Embedding
import Glibc
import Testing

@Suite("Long texts")
struct LongTextTests {
    private static let size = 10_000_000

    @Test("of 10 MB nothing is read behind the limit")
    func limit() throws {
        let tokeniser = WordPieceTokeniser(try SmallVocabulary.words("a b"))
        let page = Int(getpagesize())
        let memory = try #require(mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
        defer { munmap(memory, Self.size) }
        for index in 0..<page {
            memory.storeBytes(of: UInt8(ascii: index % 2 == 0 ? "a" : " "), toByteOffset: index, as: UInt8.self)
        }
        // Whoever reads on crashes the tests.
        #expect(mprotect(memory + page, Self.size - page, PROT_NONE) == 0)
        let text = Span<UInt8>(_unsafeBytes: UnsafeRawBufferPointer(start: memory, count: Self.size))
        var tokens = TokenBuffer()
        tokeniser.append(text, limit: 256, to: &tokens)
        #expect(tokens.ids == [2] + Array(repeating: 5, count: 254) + [3])
        tokens.removeAll()
        tokeniser.append("b".utf8Span.span, text, limit: 256, to: &tokens)
        #expect(tokens.ids == [2, 6, 3] + Array(repeating: 5, count: 252) + [3])
    }

    @Test(
        "time grows with the length, whatever the text is made of",
        arguments: [
            ("a", [1]), (" ", []), ("\u{301}", []), ("é", [1]), ("\0", []), ("a\u{302e}", [1]), ("!", [1, 1, 1]),
        ])
    func monotony(unit: String, expected: [Int32]) throws {
        let tokeniser = WordPieceTokeniser(try SmallVocabulary.words("b"))
        let text = Array(repeatElement(unit.utf8, count: 300_000 / unit.utf8.count).joined())
        var tokens = TokenBuffer()
        tokeniser.append(text.span, limit: 5, to: &tokens)
        #expect(tokens.ids == [2] + expected + [3])
    }
}
