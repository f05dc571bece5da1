/// Where the tokens of one text, or of a pair, are in a `TokenBuffer`.
public struct TokenSpan: Sendable, Equatable {
    public let tokens: Range<Int>
    /// The first token of segment 1, behind the first `[SEP]`; the end where there is no second text.
    public let second: Int

    /// 1 for the tokens of a pair's second text and the `[SEP]` behind it, 0 for all others.
    public func segment(of token: Int) -> Int {
        token < second ? 0 : 1
    }
}
