/// One row of a collection.
public struct Record: Hashable, Sendable {
    public var key: RecordKey
    /// By the names of dense fields.
    public var vectors: [String: [Float]]
    /// By the names of sparse fields that take vectors.
    public var sparseVectors: [String: [SparseElement]]
    /// By the names of scalar fields, and of any others where the collection has a dynamic field.
    public var fields: [String: FieldValue]

    public init(
        _ key: RecordKey, vectors: [String: [Float]] = [:], sparseVectors: [String: [SparseElement]] = [:],
        fields: [String: FieldValue] = [:]
    ) {
        self.key = key
        self.vectors = vectors
        self.sparseVectors = sparseVectors
        self.fields = fields
    }
}
