import JSONStream
import Matrices

// `in`, `like` and what arrays contain.
extension FilterEvaluation {
    func member(_ selection: inout Selection, _ operand: FilterOperand, _ values: [FieldValue], wanted: Bool) {
        if wanted, lookUp(&selection, operand, values) { return }
        switch operand {
        case .column(let column): member(&selection, columns[column], values, wanted: wanted)
        case .json(let column, let steps):
            let column = columns[column]
            let path = JSONPath(steps)
            let constants = values.map(JSONConstant.init)
            selection.keep(wanted) { row in
                guard column.isKnown(row) else { return nil }
                return column.withJSON(row, at: path) { cursor throws(JSONError) in try cursor.isMember(of: constants) }
            }
        default:
            selection.keep(wanted) { row in
                value(operand, row).map { value in values.contains { ValueOrder.holds(.equal, value, $0) == true } }
            }
        }
    }

    private func member(_ selection: inout Selection, _ column: Column, _ values: [FieldValue], wanted: Bool) {
        switch column.values {
        case .bits(let words):
            let hasTrue = values.contains(.bool(true))
            let hasFalse = values.contains(.bool(false))
            if hasTrue != hasFalse { return narrowByBits(&selection, column, words, wanted: wanted == hasTrue) }
            column.narrow(&selection, wanted: wanted) { _ in
                hasTrue ? .all : .none
            } match: { _, _ in
            }
        case .integers(let numbers):
            let set = IntegerSet(values.compactMap(Number.init))
            numbers.values.withValues { rows in
                numbers.zones.withValues { zones in
                    column.narrow(&selection, wanted: wanted) { block in
                        set.mayHold(zones[2 * block], zones[2 * block + 1]) ? .some : .none
                    } match: { range, words in
                        words.fill(range) { set.contains(rows[$0]) }
                    }
                }
            }
        case .doubles(let numbers):
            // A whole number that no double is equals none.
            let constants = values.compactMap(Number.init)
            let set = Set(constants.filter { ValueOrder.holds(.equal, $0, .double($0.double)) }.map(\.double))
            numbers.values.withValues { rows in
                column.narrow(&selection, wanted: wanted) { _ in
                    set.isEmpty ? .none : .some
                } match: { range, words in
                    words.fill(range) { set.contains(rows[$0]) }
                }
            }
        case .codes(let codes, let entries):
            var isWanted = [Bool](repeating: false, count: entries.count)
            for case .string(let text) in values {
                let place = entries.place(of: Array(text.utf8), isBehindEqual: false)
                if place < entries.count, entries.withText(place, { ByteOrder.compare($0, Array(text.utf8)) == 0 }) {
                    isWanted[place] = true
                }
            }
            narrowByCodes(&selection, column, codes, isWanted, wanted: wanted)
        case .texts(let texts):
            let set = TextSet(values)
            column.narrowRows(&selection, wanted: wanted) { texts.withText($0, set.contains) }
        case .arrays: selection.removeAll()
        }
    }

    /// Leaves the rows whose code is marked.
    private func narrowByCodes(
        _ selection: inout Selection, _ column: Column, _ codes: ZonedValues<UInt16>, _ isMarked: [Bool], wanted: Bool
    ) {
        let marks = isMarked.count { $0 }
        let first = isMarked.firstIndex(of: true) ?? 0
        if isMarked[first...].prefix(marks).allSatisfy({ $0 }) {
            let range = Self.codes(first..<first + marks)
            return scan(&selection, column, codes, for: range, wanted: wanted) { Kernels().scan($0, for: $1, into: $2) }
        }
        // Marks before each code; damaged codes lie behind the last text.
        var before = [0]
        for mark in isMarked { before.append(before[before.count - 1] + (mark ? 1 : 0)) }
        let table = isMarked + [Bool](repeating: false, count: ColumnBuilder.mostEntries - isMarked.count)
        codes.values.withValues { rows in
            codes.zones.withValues { zones in
                column.narrow(&selection, wanted: wanted) { block in
                    let (least, most) = (Int(zones[2 * block]), Int(zones[2 * block + 1]))
                    guard least <= most, most < isMarked.count else { return .some }
                    let found = before[most + 1] - before[least]
                    return found == 0 ? .none : found == most - least + 1 ? .all : .some
                } match: { range, words in
                    table.withUnsafeBufferPointer { table in words.fill(range) { table[Int(rows[$0])] } }
                }
            }
        }
    }

    func like(_ selection: inout Selection, _ operand: FilterOperand, _ pattern: LikePattern, wanted: Bool) {
        switch operand {
        case .column(let index):
            let column = columns[index]
            switch column.values {
            case .codes(let codes, let entries):
                let isMarked = (0..<entries.count).map { entries.withText($0, pattern.matches) }
                narrowByCodes(&selection, column, codes, isMarked, wanted: wanted)
            case .texts(let texts):
                column.narrowRows(&selection, wanted: wanted) { texts.withText($0, pattern.matches) }
            default: selection.removeAll()
            }
        case .json(let index, let steps):
            let column = columns[index]
            let path = JSONPath(steps)
            selection.keep(wanted) { row in
                guard column.isKnown(row) else { return nil }
                return column.withJSON(row, at: path) { cursor throws(JSONError) in
                    guard try cursor.peek() == .string else { return nil }
                    return try cursor.string().withDecodedBytes(pattern.matches)
                }
            }
        default:
            selection.keep(wanted) { row in
                guard case .string(let text)? = value(operand, row) else { return nil }
                return Array(text.utf8).withUnsafeBytes(pattern.matches)
            }
        }
    }

    // MARK: Arrays

    func contains(
        _ selection: inout Selection, _ operand: FilterOperand, _ quantifier: FilterCondition.Quantifier,
        _ values: [FieldValue], wanted: Bool
    ) {
        switch operand {
        case .column(let index):
            let column = columns[index]
            guard case .arrays(_, let elements) = column.values else { return selection.removeAll() }
            let tests = values.map { ElementTest($0, in: elements) }
            column.narrowRows(&selection, wanted: wanted) { row in
                let range = column.elementRange(row)
                return switch quantifier {
                case .one, .some: tests.contains { $0.isMet(in: range) }
                case .every: tests.allSatisfy { $0.isMet(in: range) }
                }
            }
        case .json(let index, let steps):
            let column = columns[index]
            let path = JSONPath(steps)
            let constants = values.map(JSONConstant.init)
            selection.keep(wanted) { row in
                guard column.isKnown(row) else { return nil }
                return column.withJSON(row, at: path) { cursor throws(JSONError) in
                    try cursor.contains(constants, every: quantifier == .every)
                }
            }
        default: selection.removeAll()
        }
    }
}

/// Asks whether one of an array's elements equals a constant.
private enum ElementTest {
    case integer(Int64, SectionArray<Int64>)
    case double(Double, SectionArray<Double>)
    case code(UInt16, SectionArray<UInt16>)
    case text([UInt8], TextHeap)
    case bit(Bool, SectionArray<UInt64>)
    case never

    init(_ constant: FieldValue, in elements: Column) {
        self = .never
        switch (elements.values, constant) {
        case (.integers(let numbers), _):
            guard let number = Number(constant), let range = NumberBounds.integers(.equal, number) else { return }
            self = .integer(range.lowerBound, numbers.values)
        case (.doubles(let numbers), _):
            guard let number = Number(constant), let range = NumberBounds.doubles(.equal, number) else { return }
            self = .double(range.lowerBound, numbers.values)
        case (.codes(let codes, let entries), .string(let text)):
            let bytes = Array(text.utf8)
            let place = entries.place(of: bytes, isBehindEqual: false)
            guard place < entries.place(of: bytes, isBehindEqual: true) else { return }
            self = .code(UInt16(place), codes.values)
        case (.texts(let texts), .string(let text)): self = .text(Array(text.utf8), texts)
        case (.bits(let bits), .bool(let bit)): self = .bit(bit, bits)
        default: return
        }
    }

    func isMet(in range: Range<Int>) -> Bool {
        switch self {
        case .integer(let wanted, let values): range.contains { values[$0] == wanted }
        case .double(let wanted, let values): range.contains { values[$0] == wanted }
        case .code(let wanted, let codes): range.contains { codes[$0] == wanted }
        case .text(let wanted, let texts):
            range.contains { texts.withText($0) { ByteOrder.compare($0, wanted) == 0 } }
        case .bit(let wanted, let bits): range.contains { (bits[$0 >> 6] >> UInt64($0 & 63) & 1 != 0) == wanted }
        case .never: false
        }
    }
}

extension JSONCursor {
    /// Whether the next value equals one of some constants; nil if it is null, or of another type than all of them.
    fileprivate mutating func isMember(of constants: [JSONConstant]) throws(JSONError) -> Bool? {
        guard try peek() != .null else { return nil }
        let start = mark
        var answer: Bool? = constants.isEmpty ? false : nil
        for constant in constants {
            goBack(to: start)
            guard let isEqual = try holds(.equal, constant) else { continue }
            if isEqual { return true }
            answer = false
        }
        return answer
    }

    /// Whether the next array has one or all of some constants; nil if it is none.
    fileprivate mutating func contains(_ constants: [JSONConstant], every: Bool) throws(JSONError) -> Bool? {
        guard try peek() == .array else { return nil }
        var isFound = [Bool](repeating: false, count: constants.count)
        try beginArray()
        while try nextElement() {
            let start = mark
            for (index, constant) in constants.enumerated() where !isFound[index] {
                goBack(to: start)
                isFound[index] = try holds(.equal, constant) ?? false
            }
            goBack(to: start)
            try skip()
        }
        return every ? isFound.allSatisfy { $0 } : isFound.contains(true)
    }
}
