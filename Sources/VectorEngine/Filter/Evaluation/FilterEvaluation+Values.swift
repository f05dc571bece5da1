import JSONStream

// Values of single rows, where no column can be read in one go.
extension FilterEvaluation {
    /// Nil where it is unknown.
    func number(_ operand: FilterOperand, _ row: Int) -> Number? {
        switch operand {
        case .column(let index):
            let column = columns[index]
            guard column.isKnown(row) else { return nil }
            switch column.values {
            case .integers(let numbers): return .int(numbers.values[row])
            case .doubles(let numbers): return .double(numbers.values[row])
            default: return nil
            }
        case .literal(let value): return Number(value)
        case .length(.column(let index)):
            return columns[index].isKnown(row) ? .int(Int64(columns[index].elementRange(row).count)) : nil
        case .length(.json(let index, let steps)):
            guard columns[index].isKnown(row) else { return nil }
            return columns[index].withJSON(row, at: JSONPath(steps)) { cursor throws(JSONError) in
                try cursor.elementCount().map { .int(Int64($0)) }
            }
        case .length: return nil
        case .negative(let part): return number(part, row).flatMap(Arithmetic.negated)
        case .arithmetic(let operation, let left, let right):
            guard let a = number(left, row), let b = number(right, row) else { return nil }
            return Arithmetic.apply(operation, a, b)
        case .json, .element: return value(operand, row).flatMap { Number($0) }
        }
    }

    /// Nil where it is unknown.
    func value(_ operand: FilterOperand, _ row: Int) -> FieldValue? {
        switch operand {
        case .column(let index):
            let value = columns[index].value(row)
            return value == .null ? nil : value
        case .json(let index, let steps):
            guard columns[index].isKnown(row) else { return nil }
            return columns[index].withJSON(row, at: JSONPath(steps)) { cursor throws(JSONError) in
                try cursor.fieldValue()
            }
        case .element(let index, let place):
            let range = columns[index].isKnown(row) ? columns[index].elementRange(row) : 0..<0
            guard place < range.count, case .arrays(_, let elements) = columns[index].values else { return nil }
            return elements.value(range.lowerBound + place)
        case .literal(let value): return value
        case .length, .negative, .arithmetic:
            switch number(operand, row) {
            case .int(let number)?: return .int(number)
            case .double(let number)?: return .double(number)
            case nil: return nil
            }
        }
    }
}
