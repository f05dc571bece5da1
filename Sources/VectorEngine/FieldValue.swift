/// The value of a field of a row.
public enum FieldValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    /// Milliseconds since 1970, UTC.
    case timestamp(Int64)
    case array([FieldValue])
    /// The text of a JSON value.
    case json(String)
}
