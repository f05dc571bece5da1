/// One search of a collection.
public struct SearchRequest: Sendable {
    public var query: SearchQuery
    public var limit: Int
    public var offset = 0
    /// Only rows of which this holds.
    public var filter: FilterText?
    /// Only these rows.
    public var keys: [RecordKey]?
    public var range: ScoreRange?
    public var grouping: Grouping?
    public var effort = SearchEffort.standard
    /// Fields that a hit brings along.
    public var output: [String] = []

    public init(_ query: SearchQuery, limit: Int = 10) {
        self.query = query
        self.limit = limit
    }
}

/// What to look for.
public enum SearchQuery: Hashable, Sendable {
    case dense(field: String, [Float])
    /// Words, by a sparse field that is made from text.
    case text(field: String, String)
    case sparse(field: String, [SparseElement])
    /// What is like a record, which is left out itself.
    case like(RecordKey, field: String)

    public var field: String {
        switch self {
        case .dense(let field, _), .text(let field, _), .sparse(let field, _), .like(_, let field): field
        }
    }
}

/// A boolean expression, with the values that stand for its `{names}`.
public struct FilterText: Hashable, Sendable {
    public var text: String
    public var values: [String: FieldValue]

    public init(_ text: String, values: [String: FieldValue] = [:]) {
        self.text = text
        self.values = values
    }
}

/// Hits by how near they are instead of how many, as Milvus's `radius` and `range_filter` have it.
public struct ScoreRange: Hashable, Sendable {
    /// The far end, which does not belong to the range.
    public var radius: Float
    /// The near end, which does.
    public var nearest: Float?

    public init(radius: Float, nearest: Float? = nil) {
        self.radius = radius
        self.nearest = nearest
    }
}

/// The best `limit` groups with some hits each instead of the best hits.
public struct Grouping: Hashable, Sendable {
    public var field: String
    public var size: Int

    public init(by field: String, size: Int = 1) {
        self.field = field
        self.size = size
    }
}

/// How much of the true answer a search over many rows has to find.
public enum SearchEffort: Hashable, Sendable {
    /// A recall of about 0.99.
    case standard
    case recall(Double)
    /// Every row is looked at, as exactly as it is kept.
    case exhaustive
}
