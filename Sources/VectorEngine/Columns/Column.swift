/// The values of a field in a segment. Opening looks at its header alone.
struct Column: Sendable {
    let field: ScalarField
    let rows: Int
    let values: Values
    /// A bit a row, 1 where there is a value; nil when all have one.
    let known: SectionArray<UInt64>?

    indirect enum Values: Sendable {
        case bits(SectionArray<UInt64>)
        /// Whole numbers and times.
        case integers(ZonedValues<Int64>)
        case doubles(ZonedValues<Double>)
        /// Texts by their place in a sorted dictionary.
        case codes(ZonedValues<UInt16>, TextHeap)
        /// Strings and JSON.
        case texts(TextHeap)
        case arrays(ends: SectionArray<UInt64>, elements: Column)
    }

    init(_ section: SectionBytes, field: ScalarField) throws(EngineError) {
        let header = try ColumnHeader(section)
        var parts = ColumnParts(section)
        self.field = field
        rows = header.rows
        known = header.hasNulls ? try parts.array(UInt64.self, count: (rows + 63) / 64) : nil
        switch (header.kind, field.type) {
        case (.bool, .bool): values = .bits(try parts.array(UInt64.self, count: (rows + 63) / 64))
        case (.int64, .int64), (.timestamp, .timestamp): values = .integers(try ZonedValues(&parts, rows: rows))
        case (.double, .double): values = .doubles(try ZonedValues(&parts, rows: rows))
        case (.codes, .string):
            let codes = try ZonedValues<UInt16>(&parts, rows: rows)
            guard header.entries <= ColumnBuilder.mostEntries else {
                throw section.damaged(at: 32, "a dictionary of \(header.entries) texts")
            }
            values = .codes(codes, try TextHeap(&parts, count: header.entries, bytes: header.bytes))
        case (.string, .string), (.json, .json):
            values = .texts(try TextHeap(&parts, count: rows, bytes: header.bytes))
        case (.array, .array(let element)):
            guard element != .json, !element.isArray else { throw section.damaged(at: 8, "an array of arrays or JSON") }
            let ends = try parts.array(UInt64.self, count: rows + 1)
            let elements = try Column(parts.part(header.bytes), field: ScalarField(field.name, element))
            values = .arrays(ends: ends, elements: elements)
        default: throw section.damaged(at: 8, "a column of another type than its field")
        }
    }

    /// Whether a row has a value.
    @inline(__always)
    func isKnown(_ row: Int) -> Bool {
        known.map { $0[row >> 6] >> UInt64(row & 63) & 1 != 0 } ?? true
    }

    /// The value of a row; null where damage left none.
    func value(_ row: Int) -> FieldValue {
        guard isKnown(row) else { return .null }
        switch values {
        case .bits(let words): return .bool(words[row >> 6] >> UInt64(row & 63) & 1 != 0)
        case .integers(let numbers):
            return field.type == .timestamp ? .timestamp(numbers.values[row]) : .int(numbers.values[row])
        case .doubles(let numbers): return .double(numbers.values[row])
        case .codes(let codes, let entries):
            let code = Int(codes.values[row])
            return code < entries.count ? .string(entries[code]) : .null
        case .texts(let texts): return field.type == .json ? .json(texts[row]) : .string(texts[row])
        case .arrays(_, let elements): return .array(elementRange(row).map(elements.value))
        }
    }

    /// Where the elements of an array lie; empty where damage crossed its ends.
    @inline(__always)
    func elementRange(_ row: Int) -> Range<Int> {
        guard case .arrays(let ends, let elements) = values else { return 0..<0 }
        let (start, end) = (ends[row], ends[row + 1])
        guard start <= end, end <= UInt64(elements.rows) else { return 0..<0 }
        return Int(start)..<Int(end)
    }
}

/// Numbers with the least and the most of each block of rows.
struct ZonedValues<Value: BitwiseCopyable & Comparable & Sendable>: Sendable {
    let values: SectionArray<Value>
    let zones: SectionArray<Value>

    init(_ parts: inout ColumnParts, rows: Int) throws(EngineError) {
        values = try parts.array(Value.self, count: rows)
        zones = try parts.array(Value.self, count: (rows + ColumnBuilder.blockRows - 1) / ColumnBuilder.blockRows * 2)
    }
}

extension FieldType {
    var isArray: Bool {
        if case .array = self { true } else { false }
    }
}
