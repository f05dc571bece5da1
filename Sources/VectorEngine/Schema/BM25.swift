/// How words of a text are weighed.
public struct BM25: Hashable, Sendable {
    /// How soon more of the same word counts no more.
    public var k1: Double
    /// How much a long text's words count less.
    public var b: Double
    /// Of the language whose words are stemmed, "english" and so on; "standard" stems none.
    public var analyser: String

    public init(k1: Double = 1.2, b: Double = 0.75, analyser: String = "english") {
        self.k1 = k1
        self.b = b
        self.analyser = analyser
    }
}
