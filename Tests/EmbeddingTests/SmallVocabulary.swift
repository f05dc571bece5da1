import Embedding

/// Vocabularies for tests, in which a word is known or not by intent.
enum SmallVocabulary {
    static let control = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]

    static func with(_ tokens: [String]) throws -> Vocabulary {
        try Vocabulary(Array((control + tokens).joined(separator: "\n").utf8))
    }

    static func words(_ words: String) throws -> Vocabulary {
        try with(words.split(separator: " ").map(String.init))
    }
}

extension WordPieceTokeniser {
    /// The tokens between `[CLS]` and `[SEP]` as the vocabulary, whose words are given in their order, spells them.
    func pieces(of text: [UInt8], named words: String) -> [String] {
        let names = SmallVocabulary.control + words.split(separator: " ").map(String.init)
        var tokens = TokenBuffer()
        append(text.span, limit: .max, to: &tokens)
        return tokens.ids.dropFirst().dropLast().map { names[Int($0)] }
    }
}
