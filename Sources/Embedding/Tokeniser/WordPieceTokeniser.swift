/// BERT's tokeniser: normalises a text, splits it into words and cuts those into the pieces of a vocabulary.
///
/// The tokens equal those of the PyPI package `tokenizers` (`scripts/eval-tokenizer` compares); `PieceWriter` lists the departures.
/// Cost: linear in what is read, and of a text that passes the limit no more is read than that takes. What changes is in the caller's
/// buffer, so threads share a tokeniser.
public struct WordPieceTokeniser: Sendable {
    public let vocabulary: Vocabulary
    public let options: TokeniserOptions
    private let characters: CharacterTable
    private let kinds: [CharacterRule.Kind]
    private let controlTokens: [ControlToken]

    public init(_ vocabulary: Vocabulary, options: TokeniserOptions = TokeniserOptions()) {
        self.vocabulary = vocabulary
        self.options = options
        characters = CharacterTable(options)
        kinds = characters.kindsOfBytes
        controlTokens =
            options.controlTokens == .text
            ? []
            : ControlToken.names.compactMap { name in
                vocabulary.id(of: name.description).map { ControlToken(name: name, id: $0) }
            }
    }

    /// Appends `[CLS]`, the text's pieces and `[SEP]`, together at most `limit` tokens.
    @discardableResult
    public func append(_ text: Span<UInt8>, limit: Int, to tokens: inout TokenBuffer) -> TokenSpan {
        precondition(limit >= 2, "no room for [CLS] and [SEP]")
        let start = tokens.count
        tokens.append(vocabulary.classification)
        appendPieces(of: text, atMost: limit - 2, to: &tokens)
        tokens.append(vocabulary.separator)
        return TokenSpan(tokens: start..<tokens.count, second: tokens.count)
    }

    @discardableResult
    public func append(_ text: String, limit: Int, to tokens: inout TokenBuffer) -> TokenSpan {
        append(text.utf8Span.span, limit: limit, to: &tokens)
    }

    /// Appends the pieces of a text, at most `limit`, and tells how many.
    @discardableResult
    func appendPieces(of text: Span<UInt8>, atMost limit: Int, to tokens: inout TokenBuffer) -> Int {
        let before = tokens.count
        // No character of n bytes becomes more than n.
        let limit = min(limit, text.count)
        var scratch = WordScratch()
        swap(&scratch, &tokens.scratch)
        text.withUnsafeBufferPointer { text in
            kinds.withUnsafeBufferPointer { kinds in
                guard let start = text.baseAddress, let kinds = kinds.baseAddress else { return }
                vocabulary.pieces.withMatcher { matcher in
                    scratch.withWord { word in
                        let writer = PieceWriter(
                            matcher: matcher, characters: characters, kinds: kinds,
                            caseBits: options.lowercases ? .repeating(0x20) : 0, unknown: vocabulary.unknown,
                            controlTokens: controlTokens, start: start, end: start + text.count)
                        writer.write(to: &tokens, until: before + limit, by: &word)
                    }
                }
            }
        }
        swap(&scratch, &tokens.scratch)
        tokens.truncate(to: before + limit)
        return tokens.count - before
    }
}
