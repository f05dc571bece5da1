/// Collects the values of a field, row by row, and writes them as a column.
final class ColumnBuilder {
    let field: ScalarField
    private(set) var rows = 0

    /// Bits of the rows that have a value.
    private var known = BitBuilder()
    private var bits = BitBuilder()
    private var integers: [Int64] = []
    private var doubles: [Double] = []
    private var texts = TextHeapBuilder()
    /// The texts by their codes, which are given in the order of appearance, until there are too many.
    private var distinct: [[UInt8]: UInt16] = [:]
    private var hasDistinct = true
    private var codes: [UInt16] = []
    private var elementEnds: [UInt64] = [0]
    private let elements: ColumnBuilder?

    /// Codes have 16 bits.
    static let mostEntries = 1 << 16
    static let blockRows = 1024

    init(_ field: ScalarField) {
        self.field = field
        elements =
            if case .array(let element) = field.type { ColumnBuilder(ScalarField(field.name, element)) } else { nil }
    }

    /// Adds a row. A whole number is also taken for a double or a time.
    func append(_ value: FieldValue) throws(EngineError) {
        guard field.isNullable || value != .null else { throw unfit(value) }
        switch (field.type, value) {
        case (.bool, .bool(let bit)): bits.append(bit)
        case (.bool, .null): bits.append(false)
        case (.int64, .int(let number)), (.timestamp, .timestamp(let number)), (.timestamp, .int(let number)):
            integers.append(number)
        case (.int64, .null), (.timestamp, .null): integers.append(0)
        case (.double, .double(let number)): doubles.append(number)
        case (.double, .int(let number)): doubles.append(Double(number))
        case (.double, .null): doubles.append(0)
        case (.string, .string(let text)), (.json, .json(let text)): appendText(Array(text.utf8))
        case (.string, .null), (.json, .null): appendText([])
        case (.array, .array(let values)): try appendElements(values)
        case (.array, .null): elementEnds.append(elementEnds[elementEnds.count - 1])
        default: throw unfit(value)
        }
        known.append(value != .null)
        rows += 1
    }

    private func unfit(_ value: FieldValue) -> EngineError {
        .unfitValue(field: field.name, found: value.type, expected: field.type)
    }

    private func appendElements(_ values: [FieldValue]) throws(EngineError) {
        guard let elements else { return }
        // An array is taken whole or not at all.
        for value in values where !elements.takes(value) { throw elements.unfit(value) }
        for value in values { try elements.append(value) }
        elementEnds.append(UInt64(elements.rows))
    }

    private func takes(_ value: FieldValue) -> Bool {
        switch (field.type, value) {
        case (.bool, .bool), (.int64, .int), (.timestamp, .timestamp), (.timestamp, .int), (.double, .double),
            (.double, .int), (.string, .string):
            true
        default: false
        }
    }

    private func appendText(_ text: [UInt8]) {
        texts.append(text)
        guard field.type == .string, hasDistinct else { return }
        if let code = distinct[text] { return codes.append(code) }
        guard distinct.count < Self.mostEntries else {
            hasDistinct = false
            distinct = [:]
            codes = []
            return
        }
        let code = UInt16(distinct.count)
        codes.append(code)
        distinct[text] = code
    }

    /// Whether so few texts are distinct that codes are worth it.
    private var hasDictionary: Bool {
        field.type == .string && hasDistinct && distinct.count <= rows / 2 + 16
    }

    // MARK: Writing

    func write(to sink: SectionSink) throws(EngineError) {
        let hasNulls = known.hasZeros
        switch field.type {
        case .bool:
            try begin(.bool, hasNulls, to: sink)
            try sink.append(bits.words)
        case .int64, .timestamp:
            try begin(field.type == .int64 ? .int64 : .timestamp, hasNulls, to: sink)
            try write(integers, zones: zones(of: integers, least: .min, most: .max) { _ in false }, to: sink)
        case .double:
            try begin(.double, hasNulls, to: sink)
            let zones = zones(of: doubles, least: -.infinity, most: .infinity) { $0.isNaN }
            try write(doubles, zones: zones, to: sink)
        case .string where hasDictionary: try writeCodes(hasNulls, to: sink)
        case .string, .json:
            let kind: ColumnKind = field.type == .string ? .string : .json
            try begin(kind, hasNulls, bytes: texts.bytes.count, to: sink)
            try texts.write(to: sink)
        case .array: try writeArrays(hasNulls, to: sink)
        }
        try sink.align()
    }

    private func begin(
        _ kind: ColumnKind, _ hasNulls: Bool, entries: Int = 0, bytes: Int = 0, to sink: SectionSink
    ) throws(EngineError) {
        try ColumnHeader(kind: kind, rows: rows, hasNulls: hasNulls, entries: entries, bytes: bytes).write(to: sink)
        if hasNulls { try sink.append(known.words) }
        try sink.align()
    }

    private func write<Value: BitwiseCopyable>(_ values: [Value], zones: [Value], to sink: SectionSink)
        throws(EngineError)
    {
        try sink.append(values)
        try sink.align()
        try sink.append(zones)
        try sink.align()
    }

    private func writeCodes(_ hasNulls: Bool, to sink: SectionSink) throws(EngineError) {
        let sorted = distinct.sorted { ByteOrder.compare($0.key, $1.key) < 0 }
        var order = [UInt16](repeating: 0, count: sorted.count)
        var heap = TextHeapBuilder()
        for (place, entry) in sorted.enumerated() {
            order[Int(entry.value)] = UInt16(place)
            heap.append(entry.key)
        }
        let ordered = codes.map { order[Int($0)] }
        try begin(.codes, hasNulls, entries: heap.count, bytes: heap.bytes.count, to: sink)
        try write(ordered, zones: zones(of: ordered, least: .min, most: .max) { _ in false }, to: sink)
        try heap.write(to: sink)
    }

    private func writeArrays(_ hasNulls: Bool, to sink: SectionSink) throws(EngineError) {
        guard let elements else { return }
        // Their length stands in the header before them, so they are written aside first.
        let aside = SegmentBuffer()
        try elements.write(to: SectionSink(aside))
        let image = aside.takeImage()
        try begin(.array, hasNulls, bytes: image.bytes.count, to: sink)
        try sink.append(elementEnds)
        try sink.align()
        // The bytes are the image's, which must not go before they are copied.
        defer { withExtendedLifetime(image) {} }
        try sink.append(image.bytes)
    }

    /// The least and the most value of each block.
    private func zones<Value: Comparable>(
        of values: [Value], least: Value, most: Value, isUnordered: (Value) -> Bool
    ) -> [Value] {
        var zones: [Value] = []
        for start in stride(from: 0, to: rows, by: Self.blockRows) {
            var (low, high) = (most, least)
            for row in start..<min(start + Self.blockRows, rows) where known[row] {
                let value = values[row]
                if isUnordered(value) {
                    (low, high) = (value, value)
                    break
                }
                low = min(low, value)
                high = max(high, value)
            }
            zones += [low, high]
        }
        return zones
    }
}

/// Collects bits.
struct BitBuilder {
    private(set) var words: [UInt64] = []
    private(set) var count = 0
    private(set) var hasZeros = false

    mutating func append(_ bit: Bool) {
        if count & 63 == 0 { words.append(0) }
        if bit { words[count >> 6] |= 1 << UInt64(count & 63) } else { hasZeros = true }
        count += 1
    }

    subscript(index: Int) -> Bool {
        words[index >> 6] >> UInt64(index & 63) & 1 != 0
    }
}
