/// How a text becomes terms. Part of a collection's schema: texts and queries must be analysed alike.
public struct AnalyserOptions: Hashable, Sendable {
    public var language: AnalyserLanguage
    /// Words that are no terms, as they stand in a text, in lower case. By default none: what is frequent weighs little by
    /// itself, and a word that says nothing in one text is a name in the next.
    public var stopWords: Set<String>
    /// Bytes of the longest term; what is longer is cut in a word, and left out where it is a whole of several words.
    public var longestTerm: Int

    public init(_ language: AnalyserLanguage = .english, stopWords: Set<String> = [], longestTerm: Int = 64) {
        self.language = language
        self.stopWords = stopWords
        self.longestTerm = min(max(longestTerm, 8), 256)
    }
}

/// Whose endings are taken off words.
public enum AnalyserLanguage: String, Hashable, Sendable, CaseIterable {
    /// Nobody's: words stay as they are.
    case standard
    case arabic, armenian, basque, catalan, danish, dutch, english, finnish, french, german, greek, hindi, hungarian
    case indonesian, irish, italian, lithuanian, nepali, norwegian, portuguese, romanian, russian, serbian, spanish
    case swedish, tamil, turkish, yiddish

    /// Whether an apostrophe ends a word that was shortened before the next, as in "l'eau", not one that lost its middle.
    var elides: Bool {
        [.french, .italian, .catalan, .irish].contains(self)
    }
}
