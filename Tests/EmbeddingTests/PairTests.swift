import Embedding
import Testing

@Suite("Pairs of texts")
struct PairTests {
    private static func counts(_ first: Int, _ second: Int, room: Int) throws -> [Int] {
        let tokeniser = WordPieceTokeniser(try SmallVocabulary.words("a b"))
        var tokens = TokenBuffer(recordsRanges: true)
        tokeniser.append("b", limit: 8, to: &tokens)
        let span = tokeniser.append(
            String(repeating: "a ", count: first), String(repeating: "b ", count: second), limit: room + 3, to: &tokens)
        let ids = tokens.ids[span.tokens]
        let segments = span.tokens.map(span.segment)
        let (a, b) = (ids.count { $0 == 5 }, ids.count { $0 == 6 })
        #expect(Array(ids) == [2] + Array(repeating: 5, count: a) + [3] + Array(repeating: 6, count: b) + [3])
        #expect(segments == Array(repeating: 0, count: a + 2) + Array(repeating: 1, count: b + 1))
        #expect(tokens.ranges.count == tokens.count)
        #expect(span.tokens.upperBound == tokens.count && span.tokens.lowerBound == 3)
        return [a, b]
    }

    /// By hand, after the rule of `longest_first`.
    @Test(
        "the longer text is cut, then both",
        arguments: [
            (0, 0, 7, [0, 0]), (0, 2, 7, [0, 2]), (0, 8, 7, [0, 7]), (8, 0, 7, [7, 0]), (2, 2, 7, [2, 2]),
            (2, 8, 7, [2, 5]), (8, 2, 7, [5, 2]), (4, 4, 7, [3, 4]), (4, 8, 7, [3, 4]), (8, 4, 7, [4, 3]),
            (8, 8, 7, [3, 4]), (9, 8, 7, [4, 3]), (8, 9, 7, [3, 4]), (3000, 2999, 7, [4, 3]), (2999, 3000, 7, [3, 4]),
            (8, 8, 6, [3, 3]), (9, 8, 6, [3, 3]), (5, 5, 0, [0, 0]), (5, 4, 1, [1, 0]), (4, 5, 1, [0, 1]),
        ])
    func longestFirst(first: Int, second: Int, room: Int, expected: [Int]) throws {
        #expect(try Self.counts(first, second, room: room) == expected)
    }
}
