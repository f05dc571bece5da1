import Search

/// How a query is spelt: error codes, versions, paths and names of settings mean little to a sentence encoder, which takes any
/// code for much the same, so the more of a query they are, the less the dense list counts.
struct QuerySpelling {
    /// The share of words that are spelt as no language spells them.
    private let codes: Double

    init(_ text: String) {
        let words = text.split(whereSeparator: \.isWhitespace)
        codes = Double(words.count(where: Self.isCode)) / Double(max(words.count, 1))
    }

    /// With digits and letters, or with marks inside.
    private static func isCode(_ word: Substring) -> Bool {
        let core = word.drop { !$0.isLetter && !$0.isNumber }
        let hasDigit = core.contains(where: \.isNumber)
        let hasLetter = core.contains(where: \.isLetter)
        let hasMark = core.dropLast().contains { "-_/.:=".contains($0) }
        return hasDigit && (hasLetter || hasMark) || core.dropLast().contains { "_/=".contains($0) }
    }

    /// What is left of the dense list where a query is nothing but codes.
    private static let denseLeft = 0.25

    var fusion: Fusion {
        var weights = AdaptiveWeights.standard
        weights.denseShare *= 1 - codes * (1 - Self.denseLeft)
        return .adaptive(weights)
    }
}
