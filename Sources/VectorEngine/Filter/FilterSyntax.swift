/// A filter as it was written, before its fields are known.
struct FilterSyntax {
    let offset: Int
    let form: Form
    /// Levels of nesting.
    let height: Int

    indirect enum Form {
        case literal(FieldValue)
        case list([FilterSyntax])
        case name(String)
        /// `name["key"][0]`
        case path(String, [PathStep])
        case parameter(String)
        case call(String, [FilterSyntax])
        case negative(FilterSyntax)
        case arithmetic(ArithmeticOperator, FilterSyntax, FilterSyntax)
        case comparison(ComparisonOperator, FilterSyntax, FilterSyntax)
        /// `1 < a <= 5`
        case range(FilterSyntax, ComparisonOperator, FilterSyntax, ComparisonOperator, FilterSyntax)
        case all([FilterSyntax])
        case any([FilterSyntax])
        case not(FilterSyntax)
        case member(FilterSyntax, FilterSyntax, isNegated: Bool)
        case like(FilterSyntax, FilterSyntax)
        case isNull(FilterSyntax, isNegated: Bool)
        case exists(FilterSyntax)
    }
}

/// A step into a JSON value or an array.
enum PathStep: Hashable, Sendable {
    case key(String)
    case index(Int)
}

enum ArithmeticOperator: String, Hashable, Sendable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case power = "**"
}

enum ComparisonOperator: String, Hashable, Sendable, CaseIterable {
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="

    /// The same with its sides exchanged.
    var mirrored: ComparisonOperator {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .atMost: .atLeast
        case .greater: .less
        case .atLeast: .atMost
        }
    }

    func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
        switch self {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .atMost: left <= right
        case .greater: left > right
        case .atLeast: left >= right
        }
    }
}
