/// Turns what was written into what is asked: names become columns, constants are computed, types must fit.
struct FilterChecker {
    let schema: ColumnSchema
    let parameters: [String: FieldValue]

    /// What a part of a filter is.
    enum Meaning {
        case value(FilterOperand, FieldType)
        case condition(FilterCondition)
    }

    func condition(_ syntax: FilterSyntax) throws(FilterFault) -> FilterCondition {
        switch try meaning(syntax) {
        case .condition(let condition): return condition
        case .value(.literal(.bool(let value)), _): return .constant(value)
        case .value(let operand, .bool), .value(let operand, .json): return .truth(operand)
        case .value(_, let type): throw Self.mismatch(type.description, "a condition", at: syntax.offset)
        }
    }

    func value(_ syntax: FilterSyntax) throws(FilterFault) -> (operand: FilterOperand, type: FieldType) {
        guard case .value(let operand, let type) = try meaning(syntax) else {
            throw Self.mismatch("a condition", "a value", at: syntax.offset)
        }
        return (operand, type)
    }

    private func meaning(_ syntax: FilterSyntax) throws(FilterFault) -> Meaning {
        switch syntax.form {
        case .literal(let value): return .value(.literal(value), value.type)
        case .list(let parts):
            let values = try literals(parts)
            return .value(.literal(.array(values)), FieldValue.array(values).type)
        case .name(let name): return try column(name, [], at: syntax.offset)
        case .path(let name, let steps): return try column(name, steps, at: syntax.offset)
        case .parameter(let name): return try parameter(name, at: syntax.offset)
        case .call(let name, let arguments): return try call(name, arguments, at: syntax.offset)
        case .negative(let part): return try negative(part)
        case .arithmetic(let operation, let left, let right): return try arithmetic(operation, left, right)
        case .comparison(let comparison, let left, let right):
            return .condition(try compare(left, comparison, right))
        case .range(let low, let first, let middle, let second, let high):
            return .condition(
                Self.joined(
                    [try compare(low, first, middle), try compare(middle, second, high)], by: FilterCondition.all))
        case .all(let parts): return .condition(Self.joined(try conditions(parts), by: FilterCondition.all))
        case .any(let parts): return .condition(Self.joined(try conditions(parts), by: FilterCondition.any))
        case .not(let part): return .condition(.not(try condition(part)))
        case .member(let left, let list, let isNegated): return .condition(try member(left, list, isNegated: isNegated))
        case .like(let left, let pattern): return .condition(try like(left, pattern))
        case .isNull(let part, let isNegated):
            let null = FilterCondition.isNull(try place(part))
            return .condition(isNegated ? .not(null) : null)
        case .exists(let part):
            guard case .json(let column, let steps) = try place(part), !steps.isEmpty else {
                throw Self.mismatch("a field", "a path into JSON or a dynamic field", at: part.offset)
            }
            return .condition(.exists(.json(column, steps)))
        }
    }

    private func conditions(_ parts: [FilterSyntax]) throws(FilterFault) -> [FilterCondition] {
        var conditions: [FilterCondition] = []
        for part in parts { conditions.append(try condition(part)) }
        return conditions
    }

    /// Lists of the same kind become one.
    private static func joined(
        _ parts: [FilterCondition], by join: ([FilterCondition]) -> FilterCondition
    ) -> FilterCondition {
        let isAll = if case .all = join([]) { true } else { false }
        let flat = parts.flatMap { part -> [FilterCondition] in
            switch part {
            case .all(let inner) where isAll: inner
            case .any(let inner) where !isAll: inner
            default: [part]
            }
        }
        return join(flat)
    }

    static func mismatch(_ found: String, _ expected: String, at offset: Int) -> FilterFault {
        FilterFault(.wrongType(found: found, expected: expected), at: offset)
    }

    // MARK: Conditions

    private func compare(
        _ left: FilterSyntax, _ comparison: ComparisonOperator, _ right: FilterSyntax
    ) throws(FilterFault) -> FilterCondition {
        let (first, firstType) = try value(left)
        let (second, secondType) = try value(right)
        if case .literal(let value) = second {
            if case .literal(let other) = first {
                let fitted = try fit(value, to: firstType, at: right.offset)
                try order(comparison, on: firstType, at: left.offset)
                return .constant(ValueOrder.holds(comparison, other, fitted) ?? false)
            }
            let fitted = try fit(value, to: firstType, at: right.offset)
            try order(comparison, on: firstType == .json ? secondType : firstType, at: left.offset)
            return .comparison(first, comparison, .literal(fitted))
        }
        if case .literal(let value) = first {
            let fitted = try fit(value, to: secondType, at: left.offset)
            try order(comparison, on: secondType == .json ? firstType : secondType, at: right.offset)
            return .comparison(second, comparison.mirrored, .literal(fitted))
        }
        guard firstType.isComparable(with: secondType) else {
            throw Self.mismatch(secondType.description, firstType.description, at: right.offset)
        }
        try order(comparison, on: firstType == .json ? secondType : firstType, at: left.offset)
        return .comparison(first, comparison, second)
    }

    /// Truth values and arrays are equal or not, but none is the smaller.
    private func order(
        _ comparison: ComparisonOperator, on type: FieldType, at offset: Int
    ) throws(FilterFault) {
        guard comparison != .equal, comparison != .notEqual else { return }
        switch type {
        case .bool, .array: throw Self.mismatch(type.description, "a number, a string or a time", at: offset)
        default: return
        }
    }

    private func member(
        _ left: FilterSyntax, _ list: FilterSyntax, isNegated: Bool
    ) throws(FilterFault) -> FilterCondition {
        let (operand, type) = try value(left)
        let (right, rightType) = try value(list)
        guard case .literal(.array(let values)) = right else {
            throw Self.mismatch(
                rightType.description, "a list of values (array_contains looks into a field)", at: list.offset)
        }
        if case .array = type { throw Self.mismatch(type.description, "a single value", at: left.offset) }
        let fitted = try fit(values, to: type, at: list.offset)
        if case .literal(let value) = operand {
            return .constant(fitted.contains { ValueOrder.holds(.equal, value, $0) == true } != isNegated)
        }
        return isNegated ? .not(.member(operand, fitted)) : .member(operand, fitted)
    }

    private func like(_ left: FilterSyntax, _ right: FilterSyntax) throws(FilterFault) -> FilterCondition {
        let (operand, type) = try value(left)
        let (pattern, patternType) = try value(right)
        guard type == .string || type == .json else {
            throw Self.mismatch(type.description, "a string", at: left.offset)
        }
        guard case .literal(.string(let text)) = pattern else {
            throw Self.mismatch(patternType.description, "a pattern in quotes", at: right.offset)
        }
        guard let pattern = LikePattern(text) else { throw FilterFault(.invalidPattern, at: right.offset) }
        guard case .literal(.string(let text)) = operand else { return .like(operand, pattern) }
        return .constant(Array(text.utf8).withUnsafeBytes { pattern.matches($0) })
    }

    /// Something that may be null.
    private func place(_ syntax: FilterSyntax) throws(FilterFault) -> FilterOperand {
        let (operand, type) = try value(syntax)
        switch operand {
        case .column, .json, .element: return operand
        default: throw Self.mismatch(type.description, "a field", at: syntax.offset)
        }
    }
}
