/// A field whose values are looked at by filters.
public struct ScalarField: Hashable, Sendable {
    public var name: String
    public var type: FieldType
    public var isNullable: Bool

    public init(_ name: String, _ type: FieldType, isNullable: Bool = false) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
    }
}

/// What a field holds.
public indirect enum FieldType: Hashable, Sendable {
    case bool
    case int64
    case double
    case string
    case timestamp
    case json
    /// Of one of the others, neither JSON nor an array.
    case array(FieldType)
}
