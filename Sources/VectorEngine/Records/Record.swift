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

extension [Record] {
    /// Without those that a later one of the same key replaces.
    var lastOfEachKey: [Record] {
        var places: [RecordKey: Int] = [:]
        for (index, record) in enumerated() { places[record.key] = index }
        guard places.count < count else { return self }
        return indices.filter { places[self[$0].key] == $0 }.map { self[$0] }
    }
}
