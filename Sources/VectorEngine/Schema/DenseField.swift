/// A field of vectors of one length.
public struct DenseField: Hashable, Sendable {
    public var name: String
    public var dimension: Int
    public var metric: Metric
    public var storage: VectorStorage
    public var index: DenseIndexKind

    public init(
        _ name: String, dimension: Int, metric: Metric = .cosine, storage: VectorStorage = .full,
        index: DenseIndexKind = .auto
    ) {
        self.name = name
        self.dimension = dimension
        self.metric = metric
        self.storage = storage
        self.index = index
    }
}

/// How near two vectors are, by Milvus's names.
public enum Metric: String, Hashable, Sendable, CaseIterable {
    /// The larger the nearer.
    case cosine = "COSINE"
    /// The larger the nearer.
    case innerProduct = "IP"
    /// The squared distance: the smaller the nearer.
    case euclidean = "L2"
}

/// As what the numbers of a vector are kept.
public enum VectorStorage: String, Hashable, Sendable, CaseIterable {
    /// f32.
    case full
    /// f16.
    case half
    /// A byte each, scaled a vector.
    case bytes
}

/// How vectors are searched.
public enum DenseIndexKind: String, Hashable, Sendable, CaseIterable {
    /// By the number of rows.
    case auto
    /// Every vector, by bytes, the best again by all their digits.
    case exact
    /// Every vector by a bit a number, the better by bytes, the best by all their digits.
    case quantised
    /// As `quantised`, in those lists that lie near.
    case invertedFile
}
