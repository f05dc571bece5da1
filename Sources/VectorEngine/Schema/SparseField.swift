/// A field that is searched by weighted terms.
public struct SparseField: Hashable, Sendable {
    public var name: String
    public var source: Source

    /// Where its terms come from.
    public enum Source: Hashable, Sendable {
        /// Of the text of a string field, weighed by BM25.
        case text(field: String, BM25 = BM25(), AnalyserOptions = AnalyserOptions())
        /// Every record brings a vector; scores are inner products.
        case vectors
    }

    public init(_ name: String, _ source: Source) {
        self.name = name
        self.source = source
    }

    var kind: SparseKind {
        source == .vectors ? .vectors : .texts
    }
}
