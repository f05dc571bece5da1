extension Snapshot {
    /// The nearest records of each record of another snapshot, or of this one; both were compacted.
    func neighbours(
        of other: Snapshot?, by name: String, count: Int, recall: Float,
        _ body: (_ key: RecordKey, _ nearest: [Hit]) async throws -> Void
    ) async throws {
        guard count > 0 else { throw EngineError.badRequest("\(count) neighbours") }
        let field = try denseField(name)
        let otherField = try other?.denseField(name) ?? field
        let (known, asking) = (schema.dense[field], (other ?? self).schema.dense[otherField])
        guard known.dimension == asking.dimension, known.metric == asking.metric else {
            throw EngineError.badRequest("'\(name)' has other vectors in '\((other ?? self).schema.name)'")
        }
        guard let askingSegment = (other ?? self).segments.first?.segment else { return }
        guard let segment = segments.first?.segment else {
            for row in 0..<askingSegment.rows { try await body(askingSegment.key(row), []) }
            return
        }
        let isDistance = known.metric == .euclidean
        try await segment.dense[field].neighbours(
            of: other == nil ? nil : askingSegment.dense[otherField], count: count, recall: recall
        ) { row, nearest in
            try await body(
                askingSegment.key(row),
                nearest.map { Hit(segment.key(Int($0.row)), score: isDistance ? 0 - $0.score : $0.score) })
        }
    }

    private func denseField(_ name: String) throws(EngineError) -> Int {
        guard let field = schema.dense.firstIndex(where: { $0.name == name }) else { throw noSuchField(name) }
        return field
    }
}
