public import VectorEngine

/// How passages are searched.
public struct SearchSettings: Sendable {
    public var mode = SearchMode.hybrid
    /// Hits, or groups of them.
    public var limit = 10
    public var filter: FilterText?
    public var grouping: Grouping?
    public var fusion = Fusion.adaptive()
    /// Of the fused list's best, those that a reranker reads.
    public var reranked = 20
    public var rerankWeights = RerankWeights.standard
    /// Fields that a passage brings along.
    public var output: [String] = []

    public init() {}

    /// Hits of each list that the rest needs.
    var depth: Int {
        grouping.map { limit * $0.size * 4 } ?? limit
    }
}

/// By what a text is looked for.
public enum SearchMode: String, Sendable, CaseIterable {
    case dense
    case sparse
    case hybrid
}

/// The names of a collection's fields.
public struct PassageFields: Sendable {
    public var dense: String
    public var sparse: String
    public var text: String

    public init(dense: String = "vector", sparse: String = "words", text: String = "text") {
        self.dense = dense
        self.sparse = sparse
        self.text = text
    }
}

/// A passage that speaks to a text.
public struct FoundPassage: Sendable, Equatable {
    public let key: RecordKey
    /// Counted from 1.
    public let rank: Int
    public let score: Double
    /// Of the dense list, the sparse list and the reranker, if there was one.
    public let contributions: [Contribution]
    public let fields: [String: FieldValue]
}

/// Why nothing could be searched.
public enum SearchError: Error, Equatable, Sendable {
    /// Meaning is asked for, and there is no encoder to tell it.
    case noEncoder
}

extension Fusion {
    /// For BM25 with the factor k1 + 1, which `AdaptiveWeights` leaves out.
    func scaled(toSaturation factor: Double) -> Fusion {
        guard case .adaptive(var weights) = self else { return self }
        weights.unit *= factor
        return .adaptive(weights)
    }
}
