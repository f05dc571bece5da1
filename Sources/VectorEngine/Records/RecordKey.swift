/// What tells a record from all others of its collection.
public enum RecordKey: Hashable, Sendable {
    case int(Int64)
    case string(String)
}

extension RecordKey: Comparable {
    /// Numbers by value, strings by their bytes; a number before any string.
    public static func < (left: RecordKey, right: RecordKey) -> Bool {
        switch (left, right) {
        case (.int(let left), .int(let right)): left < right
        case (.string(let left), .string(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        case (.int, .string): true
        case (.string, .int): false
        }
    }
}

extension RecordKey: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    public init(integerLiteral value: Int64) {
        self = .int(value)
    }

    public init(stringLiteral value: String) {
        self = .string(value)
    }
}

/// The type of a collection's keys.
public enum KeyType: String, Hashable, Sendable, CaseIterable {
    case int64
    case string
}
