import Embedding
import Testing

@Suite("Cutting words into pieces")
struct PieceMatcherTests {
    /// The longest known beginning, again and again.
    private static func naive(_ word: String, _ ids: [String: Int32]) -> [Int32] {
        var rest = word[...]
        var found: [Int32] = []
        while !rest.isEmpty {
            let mark = found.isEmpty ? "" : "##"
            guard let length = (1...rest.count).last(where: { ids[mark + rest.prefix($0)] != nil }) else { return [1] }
            found.append(ids[mark + rest.prefix(length)] ?? 1)
            rest = rest.dropFirst(length)
        }
        return found
    }

    @Test("pieces of any length are found as a naive search finds them", arguments: 0..<20)
    func pieces(seed: Int) throws {
        var source = Xorshift(state: UInt64(seed) &* 7919 &+ 1)
        func word(_ longest: Int) -> String {
            String(
                (0..<Int.random(in: 1...longest, using: &source)).map { _ in Bool.random(using: &source) ? "a" : "b" })
        }
        // Repetition makes long words of which other long words are beginnings.
        let unit = word(9)
        func long() -> String {
            String(String(repeating: unit, count: 100 / unit.count).prefix(.random(in: 1...100, using: &source)))
        }
        var tokens: Set<String> = []
        for _ in 0..<300 {
            let mark = Bool.random(using: &source) ? "##" : ""
            tokens.insert(mark + word(6))
            tokens.insert(mark + long())
        }
        let names = SmallVocabulary.control + tokens.sorted()
        let ids = Dictionary(uniqueKeysWithValues: zip(names, Int32(0)...))
        let tokeniser = WordPieceTokeniser(try SmallVocabulary.with(tokens.sorted()))
        var buffer = TokenBuffer()
        for _ in 0..<200 {
            let text = Bool.random(using: &source) ? word(100) : long()
            buffer.removeAll()
            tokeniser.append(text, limit: .max, to: &buffer)
            #expect(buffer.ids.dropFirst().dropLast() == Self.naive(text, ids)[...], "\(text)")
        }
    }
}

/// Marsaglia, "Xorshift RNGs", 2003.
private struct Xorshift: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
