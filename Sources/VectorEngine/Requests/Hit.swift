/// A record that a search found.
public struct Hit: Hashable, Sendable {
    public var key: RecordKey
    /// As the field's metric has it: see ``Metric``.
    public var score: Float
    public var fields: [String: FieldValue]

    public init(_ key: RecordKey, score: Float, fields: [String: FieldValue] = [:]) {
        self.key = key
        self.score = score
        self.fields = fields
    }
}
