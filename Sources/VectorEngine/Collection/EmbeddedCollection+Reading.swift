import Matrices

extension EmbeddedCollection {
    public nonisolated func get(_ keys: [RecordKey], fields: [String]) async throws -> [Record] {
        let snapshot = snapshot
        return try keys.compactMap { key in
            guard let place = snapshot.place(of: key) else { return nil }
            return try snapshot.record(place, fields)
        }
    }

    public nonisolated func query(
        _ filter: FilterText, fields: [String], limit: Int, offset: Int
    ) async throws -> [Record] {
        let snapshot = snapshot
        var found: [FoundRow] = []
        for (segment, rows) in try snapshot.rows(of: filter).enumerated() {
            for row in rows ?? snapshot.segments[segment].liveRows {
                let place = Snapshot.Place(segment: segment, row: row)
                found.append(FoundRow(place: place, key: snapshot.key(place), score: 0))
            }
        }
        return try found.sorted().dropFirst(max(0, offset)).prefix(max(0, limit)).map {
            try snapshot.record($0.place, fields)
        }
    }

    public nonisolated func count(_ filter: FilterText?) async throws -> Int {
        let snapshot = snapshot
        guard let filter else { return snapshot.records }
        return try snapshot.rows(of: filter).enumerated().reduce(0) {
            $0 + ($1.element?.count ?? snapshot.segments[$1.offset].liveCount)
        }
    }

    public nonisolated func search(_ request: SearchRequest) async throws -> [Hit] {
        try snapshot.search(request)
    }

    public nonisolated func explain(_ key: RecordKey, _ query: SearchQuery) async throws -> [TermContribution] {
        try snapshot.explain(key, query)
    }

    /// Of one segment without deletions: a collection of several is compacted first, if it is open for writing.
    public nonisolated func neighbours(
        of other: (any VectorCollection)?, by field: String, count: Int, recall: Double,
        _ body: (_ key: RecordKey, _ nearest: [Hit]) async throws -> Void
    ) async throws {
        try await compact()
        var asking: Snapshot?
        if let other {
            guard let other = other as? EmbeddedCollection else {
                throw EngineError.badRequest("only a collection of the same engine can be joined")
            }
            try await other.compact()
            asking = other.snapshot
        }
        try await snapshot.neighbours(of: asking, by: field, count: count, recall: Float(recall), body)
    }

    /// On all cores.
    public nonisolated func search(_ requests: [SearchRequest]) async throws -> [[Hit]] {
        let snapshot = snapshot
        let width = min(Processor.coreCount, requests.count)
        guard width > 1 else { return try requests.map { try snapshot.search($0) } }
        let share = (requests.count + width - 1) / width
        return try await withThrowingTaskGroup(of: (Int, [[Hit]]).self) { group in
            for start in stride(from: 0, to: requests.count, by: share) {
                let part = requests[start..<min(start + share, requests.count)]
                group.addTask {
                    let hits = try part.map { request in
                        try Task.checkCancellation()
                        return try snapshot.search(request)
                    }
                    return (start, hits)
                }
            }
            var parts: [(Int, [[Hit]])] = []
            for try await part in group { parts.append(part) }
            return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
        }
    }
}

extension Snapshot {
    /// A record with some fields, or with everything for the name "*".
    fileprivate func record(_ place: Place, _ names: [String]) throws(EngineError) -> Record {
        guard !names.contains("*") else { return try record(place) }
        return Record(key(place), fields: try fields(names, of: place))
    }
}
