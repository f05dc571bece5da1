/// How values compare: numbers by what they are, whichever type has them; texts by their bytes.
enum ValueOrder {
    /// Nil where the values are of types that do not compare.
    static func holds(_ comparison: ComparisonOperator, _ left: FieldValue, _ right: FieldValue) -> Bool? {
        if let a = Number(left), let b = Number(right) { return holds(comparison, a, b) }
        switch (left, right) {
        case (.string(let a), .string(let b)):
            return comparison.holds(ByteOrder.compare(Array(a.utf8), Array(b.utf8)), 0)
        case (.bool(let a), .bool(let b)): return equality(comparison, a == b)
        case (.array(let a), .array(let b)):
            let isEqual = a.count == b.count && zip(a, b).allSatisfy { holds(.equal, $0, $1) == true }
            return equality(comparison, isEqual)
        default: return nil
        }
    }

    static func equality(_ comparison: ComparisonOperator, _ isEqual: Bool) -> Bool? {
        switch comparison {
        case .equal: isEqual
        case .notEqual: !isEqual
        default: nil
        }
    }

    static func holds(_ comparison: ComparisonOperator, _ left: Number, _ right: Number) -> Bool {
        switch (left, right) {
        case (.int(let a), .int(let b)): return comparison.holds(a, b)
        case (.double(let a), .double(let b)): return comparison.holds(a, b)
        case (.int(let a), .double(let b)):
            return order(a, b).map { comparison.holds($0, 0) } ?? (comparison == .notEqual)
        case (.double(let a), .int(let b)):
            return order(b, a).map { comparison.mirrored.holds($0, 0) } ?? (comparison == .notEqual)
        }
    }

    /// Whether a whole number is less than another (-1), equal (0) or greater (1), without rounding it. Nil if that is none.
    private static func order(_ whole: Int64, _ other: Double) -> Int? {
        guard !other.isNaN else { return nil }
        if other >= 0x1p63 { return -1 }
        if other < -0x1p63 { return 1 }
        let floor = other.rounded(.down)
        let bound = Int64(floor)
        if whole != bound { return whole < bound ? -1 : 1 }
        return other > floor ? -1 : 0
    }
}

/// A number of either type.
enum Number {
    case int(Int64)
    case double(Double)

    /// Times count as their milliseconds.
    init?(_ value: FieldValue) {
        switch value {
        case .int(let number), .timestamp(let number): self = .int(number)
        case .double(let number): self = .double(number)
        default: return nil
        }
    }

    var double: Double {
        switch self {
        case .int(let number): Double(number)
        case .double(let number): number
        }
    }
}
