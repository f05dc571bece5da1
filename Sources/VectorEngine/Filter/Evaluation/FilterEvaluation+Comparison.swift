import Matrices

// Comparisons.
extension FilterEvaluation {
    func compare(
        _ selection: inout Selection, _ left: FilterOperand, _ comparison: ComparisonOperator, _ right: FilterOperand,
        wanted: Bool
    ) {
        guard case .literal(let constant) = right else {
            return compareValues(&selection, left, comparison, right, wanted: wanted)
        }
        if wanted, comparison == .equal, lookUp(&selection, left, [constant]) { return }
        switch left {
        case .column(let column):
            compareColumn(&selection, columns[column], comparison, constant, wanted: wanted)
        case .json(let column, let steps):
            let column = columns[column]
            let path = JSONPath(steps)
            let constant = JSONConstant(constant)
            selection.keep(wanted) { column.isKnown($0) ? column.json($0, at: path, comparison, constant) : nil }
        default: compareValues(&selection, left, comparison, right, wanted: wanted)
        }
    }

    private func compareColumn(
        _ selection: inout Selection, _ column: Column, _ comparison: ComparisonOperator, _ constant: FieldValue,
        wanted: Bool
    ) {
        let isNegated = comparison == .notEqual
        switch (column.values, constant) {
        case (.bits(let words), .bool(let bit)):
            narrowByBits(&selection, column, words, wanted: wanted == (bit != isNegated))
        case (.integers(let numbers), _):
            let range = Number(constant).flatMap { NumberBounds.integers(comparison, $0) }
            scan(&selection, column, numbers, for: range, wanted: wanted != isNegated) {
                Kernels().scan($0, for: $1, into: $2)
            }
        case (.doubles(let numbers), _):
            let range = Number(constant).flatMap { NumberBounds.doubles(comparison, $0) }
            scan(&selection, column, numbers, for: range, wanted: wanted != isNegated) {
                Kernels().scan($0, for: $1, into: $2)
            }
        case (.codes(let codes, let entries), .string(let text)):
            let range = Self.codes(comparison, Array(text.utf8), in: entries)
            scan(&selection, column, codes, for: range, wanted: wanted != isNegated) {
                Kernels().scan($0, for: $1, into: $2)
            }
        case (.texts(let texts), .string(let text)):
            let bytes = Array(text.utf8)
            column.narrowRows(&selection, wanted: wanted) { row in
                texts.withText(row) { comparison.holds(ByteOrder.compare($0, bytes), 0) }
            }
        default:
            selection.keep(wanted) { row in
                column.isKnown(row) ? ValueOrder.holds(comparison, column.value(row), constant) : nil
            }
        }
    }

    func narrowByBits(_ selection: inout Selection, _ column: Column, _ bits: SectionArray<UInt64>, wanted: Bool) {
        bits.withValues { bits in
            column.narrow(&selection, wanted: wanted) { _ in
                .some
            } match: { rows, words in
                for index in 0..<(rows.count + 63) / 64 { words[index] = bits[rows.lowerBound / 64 + index] }
            }
        }
    }

    /// Leaves the rows whose number is in a range (or is not, where that is wanted).
    @inline(__always)
    func scan<Value>(
        _ selection: inout Selection, _ column: Column, _ numbers: ZonedValues<Value>, for range: ClosedRange<Value>?,
        wanted: Bool,
        _ kernel: (UnsafeBufferPointer<Value>, ClosedRange<Value>, UnsafeMutableBufferPointer<UInt64>) -> Void
    ) {
        numbers.values.withValues { values in
            numbers.zones.withValues { zones in
                column.narrow(&selection, wanted: wanted) { block in
                    guard let range else { return .none }
                    let (least, most) = (zones[2 * block], zones[2 * block + 1])
                    if most < range.lowerBound || least > range.upperBound { return .none }
                    return least >= range.lowerBound && most <= range.upperBound ? .all : .some
                } match: { rows, words in
                    if let range { kernel(UnsafeBufferPointer(rebasing: values[rows]), range, words) }
                }
            }
        }
    }

    /// The codes of the texts for which a comparison holds; `!=` has those of `==`.
    private static func codes(
        _ comparison: ComparisonOperator, _ text: [UInt8], in entries: TextHeap
    ) -> ClosedRange<UInt16>? {
        let first = entries.place(of: text, isBehindEqual: false)
        let behind = entries.place(of: text, isBehindEqual: true)
        let range =
            switch comparison {
            case .equal, .notEqual: first..<max(first, behind)
            case .less: 0..<first
            case .atMost: 0..<behind
            case .greater: behind..<entries.count
            case .atLeast: first..<entries.count
            }
        return codes(range)
    }

    static func codes(_ range: Range<Int>) -> ClosedRange<UInt16>? {
        range.isEmpty ? nil : UInt16(range.lowerBound)...UInt16(range.upperBound - 1)
    }

    // MARK: Any values

    private func compareValues(
        _ selection: inout Selection, _ left: FilterOperand, _ comparison: ComparisonOperator, _ right: FilterOperand,
        wanted: Bool
    ) {
        if isNumber(left), isNumber(right) {
            return selection.keep(wanted) { row in
                guard let a = number(left, row), let b = number(right, row) else { return nil }
                return ValueOrder.holds(comparison, a, b)
            }
        }
        selection.keep(wanted) { row in
            guard let a = value(left, row), let b = value(right, row) else { return nil }
            return ValueOrder.holds(comparison, a, b)
        }
    }

    /// Whether an operand gives numbers whatever the row.
    private func isNumber(_ operand: FilterOperand) -> Bool {
        switch operand {
        case .column(let column): [.int64, .double, .timestamp].contains(columns.schema[column].type)
        case .literal(let value): Number(value) != nil
        case .length: true
        case .negative, .arithmetic: true
        case .json, .element: false
        }
    }
}
