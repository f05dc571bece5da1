extension Filter: CustomStringConvertible {
    /// A text in the same language that means the same, always the same for the same condition. Milvus understands it too.
    var description: String {
        text(condition)
    }

    private func text(_ condition: FilterCondition, inside level: Int = 0) -> String {
        switch condition {
        case .constant(let value): return "\(value)"
        case .all(let parts): return joined(parts, "and", level: 2, inside: level)
        case .any(let parts): return joined(parts, "or", level: 1, inside: level)
        case .not(.member(let operand, let values)): return "\(text(operand)) not in \(Self.text(.array(values)))"
        case .not(.isNull(let operand)): return "\(text(operand)) is not null"
        // In brackets, as Milvus binds `not` tighter than we do.
        case .not(let part): return "not (\(text(part)))"
        case .comparison(let left, let comparison, let right):
            return "\(text(left)) \(comparison.rawValue) \(text(right))"
        case .member(let operand, let values): return "\(text(operand)) in \(Self.text(.array(values)))"
        case .like(let operand, let pattern): return "\(text(operand)) like \(Self.quoted(pattern.text))"
        case .contains(let operand, let quantifier, let values): return contains(operand, quantifier, values)
        case .isNull(let operand): return "\(text(operand)) is null"
        case .exists(let operand): return "exists \(text(operand))"
        case .truth(let operand): return text(operand)
        }
    }

    private func joined(_ parts: [FilterCondition], _ word: String, level: Int, inside: Int) -> String {
        let whole = parts.map { text($0, inside: level) }.joined(separator: " \(word) ")
        return inside > level ? "(\(whole))" : whole
    }

    private func contains(
        _ operand: FilterOperand, _ quantifier: FilterCondition.Quantifier, _ values: [FieldValue]
    ) -> String {
        let kind = if case .column = operand { "array" } else { "json" }
        switch quantifier {
        case .one: return "\(kind)_contains(\(text(operand)), \(values.first.map(Self.text) ?? ""))"
        case .every: return "\(kind)_contains_all(\(text(operand)), \(Self.text(.array(values))))"
        case .some: return "\(kind)_contains_any(\(text(operand)), \(Self.text(.array(values))))"
        }
    }

    // Levels: sum 1, product 2, sign 3, power 4, the rest 5.
    private func text(_ operand: FilterOperand, inside level: Int = 0) -> String {
        let (own, whole): (Int, String) =
            switch operand {
            case .column(let column): (5, schema[column].name)
            case .json(let column, let steps): (5, schema[column].name + steps.map(Self.text).joined())
            case .element(let column, let index): (5, "\(schema[column].name)[\(index)]")
            case .length(let part): (5, "array_length(\(text(part)))")
            case .literal(let value): (Self.isNegative(value) ? 3 : 5, Self.text(value))
            case .negative(let part): (3, "-\(text(part, inside: 3))")
            case .arithmetic(let operation, let left, let right):
                (
                    operation.level,
                    text(left, inside: operation.level) + " \(operation.rawValue) "
                        + text(right, inside: operation.level + 1)
                )
            }
        return own < level ? "(\(whole))" : whole
    }

    private static func isNegative(_ value: FieldValue) -> Bool {
        switch value {
        case .int(let number): number < 0
        case .double(let number): number.sign == .minus
        default: false
        }
    }

    private static func text(_ step: PathStep) -> String {
        switch step {
        case .key(let key): "[\(quoted(key))]"
        case .index(let index): "[\(index)]"
        }
    }

    private static func text(_ value: FieldValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .int(let number): "\(number)"
        case .double(let number): "\(number)"
        case .string(let text), .json(let text): quoted(text)
        case .timestamp(let time): CalendarTime.text(time).map { "ISO \"\($0)\"" } ?? "\(time)"
        case .array(let values): "[\(values.map(text).joined(separator: ", "))]"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case "\0"..<" ", "\u{7f}":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

extension ArithmeticOperator {
    fileprivate var level: Int {
        switch self {
        case .add, .subtract: 1
        case .multiply, .divide, .remainder: 2
        case .power: 4
        }
    }
}
