extension Filter {
    /// The rows of a segment of which the filter is true.
    ///
    /// Zones of 1,024 rows come first: a block that they decide is not read. What is cheap is asked before what is dear, and
    /// what is dear only of the rows that are left. Keys are looked up.
    func rows(in columns: SegmentColumns) -> RowSet {
        rows(in: columns, among: RowSet(rows: columns.rows, all: true))
    }

    /// Those of some rows of which the filter is true.
    func rows(in columns: SegmentColumns, among rows: RowSet) -> RowSet {
        precondition(columns.schema == schema, "a filter of other fields")
        precondition(rows.rows == columns.rows, "a set over other rows")
        var selection = Selection(rows)
        FilterEvaluation(columns: columns).narrow(&selection, by: condition, wanted: true)
        return selection.rowSet
    }
}

/// One evaluation of a filter over a segment.
///
/// `not` never stands alone: it turns round what is wanted below it (De Morgan's laws hold with unknowns too), so that one set
/// of rows is enough where three answers are possible.
struct FilterEvaluation {
    let columns: SegmentColumns

    /// Leaves the rows whose answer is the wanted one.
    func narrow(_ selection: inout Selection, by condition: FilterCondition, wanted: Bool) {
        switch condition {
        case .constant(let value):
            if value != wanted { selection.removeAll() }
        case .not(let part): narrow(&selection, by: part, wanted: !wanted)
        case .all(let parts): wanted ? narrowByAll(&selection, parts, wanted) : narrowByAny(&selection, parts, wanted)
        case .any(let parts): wanted ? narrowByAny(&selection, parts, wanted) : narrowByAll(&selection, parts, wanted)
        case .comparison(let left, let comparison, let right):
            compare(&selection, left, comparison, right, wanted: wanted)
        case .member(let operand, let values): member(&selection, operand, values, wanted: wanted)
        case .like(let operand, let pattern): like(&selection, operand, pattern, wanted: wanted)
        case .contains(let operand, let quantifier, let values):
            contains(&selection, operand, quantifier, values, wanted: wanted)
        case .isNull(let operand): isNull(&selection, operand, wanted: wanted)
        case .exists(let operand): isNull(&selection, operand, wanted: !wanted)
        case .truth(let operand): compare(&selection, operand, .equal, .literal(.bool(true)), wanted: wanted)
        }
    }

    private func narrowByAll(_ selection: inout Selection, _ parts: [FilterCondition], _ wanted: Bool) {
        for part in ordered(parts) {
            narrow(&selection, by: part, wanted: wanted)
            if selection.isEmpty { return }
        }
    }

    private func narrowByAny(_ selection: inout Selection, _ parts: [FilterCondition], _ wanted: Bool) {
        var found = Selection(rows: selection.rows, all: false)
        for part in ordered(parts) {
            var hit = selection
            narrow(&hit, by: part, wanted: wanted)
            found.formUnion(hit)
            selection.subtract(hit)
            if selection.isEmpty { break }
        }
        selection = found
    }

    /// The cheap ones first.
    private func ordered(_ parts: [FilterCondition]) -> [FilterCondition] {
        parts.map { (part: $0, cost: cost($0)) }.sorted { $0.cost < $1.cost }.map(\.part)
    }

    private func cost(_ condition: FilterCondition) -> Int {
        switch condition {
        case .constant: return 0
        case .not(let part): return cost(part)
        case .all(let parts), .any(let parts): return parts.lazy.map(cost).reduce(0, +)
        case .comparison(let left, let comparison, let right):
            if left == .column(0), comparison == .equal, case .literal = right { return 0 }
            return cost(left) + cost(right)
        case .member(let operand, _): return cost(operand) + 2
        case .like(let operand, _): return cost(operand) * 4
        case .contains(let operand, _, _): return cost(operand) + 10
        case .isNull(let operand), .exists(let operand), .truth(let operand): return cost(operand)
        }
    }

    private func cost(_ operand: FilterOperand) -> Int {
        switch operand {
        case .literal: return 0
        case .column(let column): if case .texts = columns[column].values { return 10 } else { return 1 }
        case .json: return 100
        case .element, .length: return 10
        case .negative(let part): return cost(part) + 20
        case .arithmetic(_, let left, let right): return cost(left) + cost(right) + 20
        }
    }

    // MARK: Keys

    /// Whether a condition asks for keys that can be looked up; if so, nothing else is left.
    func lookUp(_ selection: inout Selection, _ operand: FilterOperand, _ keys: [FieldValue]) -> Bool {
        guard operand == .column(0) else { return false }
        var found = Selection(rows: selection.rows, all: false)
        for key in keys { columns.keys.forEachRow(of: key) { found.insert($0) } }
        selection.formIntersection(found)
        return true
    }

    // MARK: Nulls

    private func isNull(_ selection: inout Selection, _ operand: FilterOperand, wanted: Bool) {
        switch operand {
        case .column(let column):
            let column = columns[column]
            selection.keep { column.isKnown($0) != wanted }
        case .json(let column, let steps):
            let column = columns[column]
            let path = JSONPath(steps)
            selection.keep { (column.isKnown($0) && column.hasJSON($0, at: path)) != wanted }
        default: selection.keep { (value(operand, $0) == nil) == wanted }
        }
    }
}
