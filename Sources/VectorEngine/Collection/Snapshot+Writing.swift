extension Snapshot {
    /// Records that are in no file.
    var inMemory: Int {
        segments.reduce(0) { $0 + ($1.file == nil ? $1.liveCount : 0) }
    }

    /// Takes over a batch.
    mutating func apply(_ entry: LogEntry) throws(EngineError) {
        switch entry {
        case .delete(let keys): segments.delete(keys)
        case .upsert(let records):
            segments.delete(records.lazy.map(\.key))
            try add(NewRecords(records, schema: schema))
            try mergeMemory()
        }
    }

    /// Takes over what a log has. Returns where its last whole entry ends.
    mutating func replay(_ log: LoggedBatches) throws -> Int {
        // Many small batches are taken over as one, for each makes a segment.
        var pending: [Record] = []
        var copy = self
        let end = try log.each { entry in
            if case .upsert(let records) = entry {
                pending += records
                if pending.count < Self.mostReplayedAtOnce { return }
            }
            try copy.apply(pending: &pending)
            if case .delete = entry { try copy.apply(entry) }
        }
        try copy.apply(pending: &pending)
        self = copy
        return end
    }

    private static let mostReplayedAtOnce = 4096

    private mutating func apply(pending: inout [Record]) throws(EngineError) {
        let records = pending.lastOfEachKey
        pending = []
        if !records.isEmpty { try apply(.upsert(records)) }
    }

    private mutating func add(_ source: some SegmentSource) throws(EngineError) {
        var writer = try SegmentWriter()
        try SegmentBuilder(schema: schema, occasion: .batch).write(source, to: &writer)
        segments.append(LiveSegment(try Segment(writer.finishInMemory(), schema: schema)))
    }

    /// Merges segments in memory that are about as large, so that there are few, and each record is moved seldom: as often as the
    /// number of records can be halved.
    private mutating func mergeMemory() throws(EngineError) {
        var first = segments.count
        var rows = 0
        while first > 0, segments[first - 1].file == nil, rows == 0 || segments[first - 1].liveCount <= rows * 2 {
            first -= 1
            rows += segments[first].liveCount
        }
        guard segments.count - first > 1 else { return }
        let merged = Array(segments[first...])
        segments.removeLast(merged.count)
        try add(MergedRows(merged, schema: schema))
    }
}
