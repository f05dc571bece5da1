/// What a filter asks of a row, with all types checked. A row's answer is yes, no or unknown.
indirect enum FilterCondition: Hashable, Sendable {
    case constant(Bool)
    /// Two or more, none of them such a list itself.
    case all([FilterCondition])
    case any([FilterCondition])
    case not(FilterCondition)
    /// A literal stands on the right.
    case comparison(FilterOperand, ComparisonOperator, FilterOperand)
    case member(FilterOperand, [FieldValue])
    case like(FilterOperand, LikePattern)
    /// Of an array or a JSON array.
    case contains(FilterOperand, Quantifier, [FieldValue])
    /// Never unknown.
    case isNull(FilterOperand)
    /// Never unknown.
    case exists(FilterOperand)
    /// A truth value as it stands in a row.
    case truth(FilterOperand)

    enum Quantifier: Hashable, Sendable {
        case one
        case every
        case some
    }
}

/// A value of a row, or one that is the same for all.
indirect enum FilterOperand: Hashable, Sendable {
    case column(Int)
    case json(Int, [PathStep])
    /// Of an array.
    case element(Int, Int)
    /// Of an array or a JSON array.
    case length(FilterOperand)
    case literal(FieldValue)
    case negative(FilterOperand)
    case arithmetic(ArithmeticOperator, FilterOperand, FilterOperand)
}
