import Embedding
import Foundation
import Testing

@Suite("Tokens of hard strings")
struct TokeniserGoldenTests {
    /// See `scripts/tokenizer-golden.py`.
    private struct Row: Decodable {
        var text: String
        var ids: [Int32]
        var ends: [Int]
        var pair: String?
        var pairIDs: [Int32]?
    }

    private static func rows() throws -> [Row] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/tokeniser.jsonl")
        return try Data(contentsOf: file).split(separator: 0x0a).map { try JSONDecoder().decode(Row.self, from: $0) }
    }

    @Test("tokens and their places are those that Hugging Face finds")
    func singles() throws {
        let tokeniser = WordPieceTokeniser(try Model.vocabulary())
        var tokens = TokenBuffer(recordsRanges: true)
        let rows = try Self.rows()
        #expect(rows.count == 1000)
        for (line, row) in rows.enumerated() {
            tokens.removeAll()
            tokeniser.append(row.text, limit: .max, to: &tokens)
            #expect(tokens.ids == row.ids, "line \(line + 1)")
            let ends = tokens.ranges.dropFirst().dropLast().flatMap { [$0.lowerBound, $0.upperBound] }
            #expect(ends == row.ends, "line \(line + 1)")
        }
    }

    @Test("pairs are cut where Hugging Face cuts them")
    func pairs() throws {
        let tokeniser = WordPieceTokeniser(try Model.vocabulary())
        var tokens = TokenBuffer()
        for (line, row) in try Self.rows().enumerated() {
            guard let pair = row.pair else { continue }
            tokens.removeAll()
            tokeniser.append(row.text, pair, limit: 16, to: &tokens)
            #expect(tokens.ids == row.pairIDs, "line \(line + 1)")
        }
    }

    @Test("a text that ends early is a beginning of the same tokens", arguments: [2, 3, 10])
    func truncation(limit: Int) throws {
        let tokeniser = WordPieceTokeniser(try Model.vocabulary())
        var tokens = TokenBuffer(recordsRanges: true)
        for (line, row) in try Self.rows().enumerated() {
            tokens.removeAll()
            tokeniser.append(row.text, limit: limit, to: &tokens)
            let pieces = row.ids.dropFirst().dropLast().prefix(limit - 2)
            #expect(tokens.ids == [row.ids[0]] + pieces + [row.ids[row.ids.count - 1]], "line \(line + 1)")
            #expect(tokens.ranges.count == tokens.count)
        }
    }
}
