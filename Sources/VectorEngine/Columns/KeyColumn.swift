// A key's section: the number of rows as UInt64, 1 or 0 as UInt64 for whether an order follows, zeros up to 64; the order,
// which is UInt32 a row: the rows by key, equal ones by row; padding to 64; then the keys as a column. Keys that ascend
// by themselves need no order.

/// Collects the keys of a segment.
final class KeyColumnBuilder {
    private let column: ColumnBuilder
    private var integers: [Int64] = []
    private var texts: [[UInt8]] = []

    init(_ field: ScalarField) {
        column = ColumnBuilder(ScalarField(field.name, field.type))
    }

    var rows: Int {
        column.rows
    }

    func append(_ key: FieldValue) throws(EngineError) {
        try column.append(key)
        switch key {
        case .int(let number): integers.append(number)
        case .string(let text): texts.append(Array(text.utf8))
        default: break
        }
    }

    func write(to sink: SectionSink) throws(EngineError) {
        let isBefore: (Int, Int) -> Bool = { [integers, texts, column] a, b in
            if column.field.type == .int64 { return integers[a] < integers[b] }
            return ByteOrder.compare(texts[a], texts[b]) < 0
        }
        let isAscending = (1..<max(rows, 1)).allSatisfy { isBefore($0 - 1, $0) }
        try sink.append([UInt64(rows), isAscending ? 0 : 1, 0, 0, 0, 0, 0, 0])
        if !isAscending {
            try sink.append((0..<rows).sorted { isBefore($0, $1) || !isBefore($1, $0) && $0 < $1 }.map(UInt32.init))
            try sink.align()
        }
        try column.write(to: sink)
    }
}

/// The keys of a segment, and where each of them is.
struct KeyColumn: Sendable {
    let column: Column
    /// Rows by key; nil when that is their own order.
    private let order: SectionArray<UInt32>?

    init(_ section: SectionBytes, field: ScalarField) throws(EngineError) {
        let header = try section.array(UInt64.self, at: 0, count: 2)
        guard let rows = Int(exactly: header[0]), rows <= Int(UInt32.max), header[1] <= 1 else {
            throw section.damaged(at: 0, "keys of impossible number")
        }
        order = header[1] == 1 ? try section.array(UInt32.self, at: 64, count: rows) : nil
        let start = 64 + (header[1] == 1 ? (rows * 4 + 63) / 64 * 64 : 0)
        guard start <= section.count else { throw section.damaged(at: start, "there are no keys") }
        column = try Column(section.slice(start..<section.count), field: ScalarField(field.name, field.type))
        guard column.rows == rows else { throw section.damaged(at: 0, "as many keys as rows are wanted") }
        guard column.known == nil else { throw section.damaged(at: start, "a key is null") }
    }

    /// The row of a key, the last if several have it. Logarithmic in the rows.
    func row(of key: FieldValue) -> Int? {
        let places = places(of: key)
        return places.isEmpty ? nil : row(at: places.upperBound - 1)
    }

    func rows(of keys: [FieldValue]) -> [Int?] {
        keys.map(row(of:))
    }

    /// All rows of a key.
    func forEachRow(of key: FieldValue, _ body: (Int) -> Void) {
        for place in places(of: key) { row(at: place).map(body) }
    }

    private func places(of key: FieldValue) -> Range<Int> {
        let low: Int
        let high: Int
        switch (column.values, key) {
        case (.integers(let numbers), .int(let number)):
            low = firstPlace { numbers.values[$0] >= number }
            high = firstPlace { numbers.values[$0] > number }
        case (.texts(let texts), .string(let text)):
            let bytes = Array(text.utf8)
            low = firstPlace { texts.withText($0) { ByteOrder.compare($0, bytes) >= 0 } }
            high = firstPlace { texts.withText($0) { ByteOrder.compare($0, bytes) > 0 } }
        case (.codes(let codes, let entries), .string(let text)):
            let bytes = Array(text.utf8)
            let first = entries.place(of: bytes, isBehindEqual: false)
            let last = entries.place(of: bytes, isBehindEqual: true)
            low = firstPlace { Int(codes.values[$0]) >= first }
            high = firstPlace { Int(codes.values[$0]) >= last }
        default: return 0..<0
        }
        // Where damage has left keys out of order, the second search may end before the first.
        return low..<max(low, high)
    }

    private func firstPlace(_ isReached: (Int) -> Bool) -> Int {
        var (low, high) = (0, column.rows)
        while low < high {
            let middle = (low + high) / 2
            if row(at: middle).map(isReached) ?? true { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Nil where damage left a row that there is not.
    private func row(at place: Int) -> Int? {
        guard let order else { return place }
        let row = Int(order[place])
        return row < column.rows ? row : nil
    }
}
