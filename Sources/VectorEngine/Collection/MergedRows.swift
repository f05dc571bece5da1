import Matrices

/// The rows of segments that were not deleted, as rows of a segment to be.
struct MergedRows: SegmentSource {
    private let schema: CollectionSchema
    private let segments: [LiveSegment]
    private let rows: [Place]

    private struct Place {
        let segment: UInt32
        let row: UInt32
    }

    /// In the order of the segments, or of the values of the partition key.
    init(_ segments: [LiveSegment], schema: CollectionSchema) {
        self.schema = schema
        self.segments = segments
        var rows: [Place] = []
        for (index, segment) in segments.enumerated() {
            for row in segment.liveRows { rows.append(Place(segment: UInt32(index), row: UInt32(row))) }
        }
        if let partitionKey = schema.partitionKey, let column = schema.columns.column(named: partitionKey) {
            let values = rows.map { segments[Int($0.segment)].segment.columns[column].value(Int($0.row)) }
            rows = rows.indices.sorted {
                values[$0] == values[$1] ? $0 < $1 : RecordKey.isBefore(values[$0], values[$1])
            }.map { rows[$0] }
        }
        self.rows = rows
    }

    var count: Int {
        rows.count
    }

    func key(_ row: Int) -> RecordKey {
        segments[Int(rows[row].segment)].segment.key(Int(rows[row].row))
    }

    func value(_ row: Int, column: Int) -> FieldValue {
        segments[Int(rows[row].segment)].segment.columns[column].value(Int(rows[row].row))
    }

    func vectors(field: Int) -> DenseRows {
        let (segments, rows) = (segments, rows)
        return DenseRows(count: rows.count) { row, out in
            let place = rows[row]
            segments[Int(place.segment)].segment.dense[field].copyVector(Int(place.row), to: out)
        }
    }

    func writeTerms(field: Int, to sink: SectionSink) throws(EngineError) {
        var newRows = segments.map { [UInt32?](repeating: nil, count: $0.segment.rows) }
        for (row, place) in rows.enumerated() { newRows[Int(place.segment)][Int(place.row)] = UInt32(row) }
        let sources = zip(segments, newRows).map { SparseMerge.Source($0.segment.sparse[field], newRows: $1) }
        try SparseMerge(sources, rows: rows.count).write(schema.sparse[field].kind, to: sink)
    }
}

extension DenseIndex {
    fileprivate func copyVector(_ row: Int, to out: UnsafeMutablePointer<Float>) {
        if let numbers, !numbers.isHalf {
            let start = numbers.base + row * numbers.stride * MemoryLayout<Float>.stride
            UnsafeMutableRawPointer(out).copyMemory(
                from: start, byteCount: layout.dimension * MemoryLayout<Float>.stride)
            return
        }
        out.update(from: vector(row))
    }
}

extension RecordKey {
    /// The order of two values of a partition key; rows without one come first.
    fileprivate static func isBefore(_ left: FieldValue, _ right: FieldValue) -> Bool {
        guard let right = RecordKey(right) else { return false }
        guard let left = RecordKey(left) else { return true }
        return left < right
    }
}
