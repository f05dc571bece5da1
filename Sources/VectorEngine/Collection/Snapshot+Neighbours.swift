extension Snapshot {
    /// The nearest records of each, of a snapshot that was compacted.
    func neighbours(
        by name: String, count: Int, recall: Float, _ body: (_ key: RecordKey, _ nearest: [Hit]) throws -> Void
    ) throws {
        guard let field = schema.dense.firstIndex(where: { $0.name == name }) else { throw noSuchField(name) }
        guard count > 0 else { throw EngineError.badRequest("\(count) neighbours") }
        guard let segment = segments.first?.segment else { return }
        let isDistance = schema.dense[field].metric == .euclidean
        try segment.dense[field].neighbours(count: count, recall: recall) { row, nearest in
            try body(
                segment.key(row),
                nearest.map { Hit(segment.key(Int($0.row)), score: isDistance ? 0 - $0.score : $0.score) })
        }
    }
}
