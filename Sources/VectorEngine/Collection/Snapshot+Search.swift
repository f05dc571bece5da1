extension Snapshot {
    /// What a request finds, the nearest first.
    func search(_ request: SearchRequest) throws(EngineError) -> [Hit] {
        guard request.limit >= 0, request.offset >= 0, request.limit <= Self.mostHits - request.offset else {
            throw .badRequest("limit and offset are from 0 to \(Self.mostHits) together")
        }
        var request = request
        let original = try resolveLikeness(&request)
        var allowed = try rows(of: request.filter, among: request.keys)
        if let original {
            // What is like a record is another one.
            var rows = allowed[original.segment] ?? segments[original.segment].liveRows
            rows[original.row] = false
            allowed[original.segment] = rows
        }
        return try hits(try found(request, allowed), of: request)
    }

    /// Milvus returns no more in one answer.
    static let mostHits = 16384

    /// Turns a search for what is like a record into one for its vector. Returns where the record is.
    private func resolveLikeness(_ request: inout SearchRequest) throws(EngineError) -> Place? {
        guard case .like(let key, let name) = request.query else { return nil }
        guard let place = place(of: key) else { throw .noSuchRecord(key) }
        guard let index = schema.dense.firstIndex(where: { $0.name == name }) else {
            throw .badRequest("'\(name)' is no dense field, and only vectors tell what is like a record")
        }
        request.query = .dense(field: name, segments[place.segment].segment.dense[index].vector(place.row))
        return place
    }

    private func found(_ request: SearchRequest, _ allowed: [RowSet?]) throws(EngineError) -> [FoundRow] {
        let wanted = request.offset + request.limit
        guard let grouping = request.grouping else {
            return Array(try nearest(wanted, request, allowed).dropFirst(request.offset))
        }
        guard grouping.size > 0 else { throw .badRequest("a group of \(grouping.size) hits") }
        // How many rows fill the groups is only known behind them.
        let most = allowed.indices.reduce(0) { $0 + (allowed[$1]?.count ?? segments[$1].segment.rows) }
        var count = min(most, max(32, wanted * grouping.size * 4))
        while true {
            let rows = try nearest(count, request, allowed)
            let groups = try grouped(rows, by: grouping, wanted)
            let isComplete = groups.count == wanted && groups.allSatisfy { $0.count == grouping.size }
            if isComplete || rows.count < count || count >= most {
                return groups.dropFirst(request.offset).flatMap(\.self)
            }
            count = min(most, count * 4)
        }
    }

    /// The best groups, the group of the best hit first, each with its best hits.
    private func grouped(_ rows: [FoundRow], by grouping: Grouping, _ wanted: Int) throws(EngineError) -> [[FoundRow]] {
        var groups: [[FoundRow]] = []
        var places: [FieldValue: Int] = [:]
        for row in rows {
            let value = try fields([grouping.field], of: row.place)[grouping.field] ?? .null
            if let place = places[value] {
                if groups[place].count < grouping.size { groups[place].append(row) }
            } else if groups.count < wanted {
                places[value] = groups.count
                groups.append([row])
            }
        }
        return groups
    }

    /// The best rows of all segments.
    private func nearest(
        _ count: Int, _ request: SearchRequest, _ allowed: [RowSet?]
    ) throws(EngineError) -> [FoundRow] {
        let scores = try scores(count, request, allowed)
        var found: [FoundRow] = []
        for (segment, rows) in scores.enumerated() {
            for row in rows {
                let place = Place(segment: segment, row: Int(row.row))
                found.append(FoundRow(place: place, key: key(place), score: row.score))
            }
        }
        found.sort()
        return Array(found.prefix(count))
    }

    /// The best rows of each segment.
    private func scores(
        _ count: Int, _ request: SearchRequest, _ allowed: [RowSet?]
    ) throws(EngineError) -> [[RowScore]] {
        switch request.query {
        case .dense(let name, let vector):
            guard let field = schema.dense.firstIndex(where: { $0.name == name }) else { throw noSuchField(name) }
            return try denseScores(field, vector, count, request, allowed)
        case .text(let name, let text): return try sparseScores(name, .text(text), count, request, allowed)
        case .sparse(let name, let vector): return try sparseScores(name, .vector(vector), count, request, allowed)
        case .like: preconditionFailure("likeness was resolved to a vector")
        }
    }

    private func denseScores(
        _ field: Int, _ vector: [Float], _ count: Int, _ request: SearchRequest, _ allowed: [RowSet?]
    ) throws(EngineError) -> [[RowScore]] {
        let range = request.range.map { $0.inside(schema.dense[field].metric) }
        var scores: [[RowScore]] = []
        var query: DenseQuery?
        // What one segment has need not be beaten by another.
        var best: [Float] = []
        for (index, segment) in segments.enumerated() {
            let dense = segment.segment.dense[field]
            if let range {
                let rows = try dense.range(vector, atLeast: range.least, allowed: allowed[index])
                scores.append(Array(rows.filter { range.contains($0.score) }.prefix(count)))
                continue
            }
            let asked: DenseQuery
            if let query { asked = query } else { asked = try dense.query(vector) }
            query = asked
            let least = best.count == count ? best.last : nil
            let found = dense.search(
                asked, count: count, allowed: allowed[index], effort: request.effort.dense, atLeast: least ?? -.infinity
            )
            best = Array((best + found.map(\.score)).sorted(by: >).prefix(count))
            scores.append(found)
        }
        return scores
    }

    private func hits(_ rows: some Collection<FoundRow>, of request: SearchRequest) throws(EngineError) -> [Hit] {
        let isDistance = schema.dense.contains { $0.name == request.query.field && $0.metric == .euclidean }
        var hits: [Hit] = []
        for row in rows {
            // A distance of nothing is 0, not -0.
            let score = isDistance ? 0 - row.score : row.score
            hits.append(Hit(row.key, score: score, fields: try fields(request.output, of: row.place)))
        }
        return hits
    }

    func noSuchField(_ name: String) -> EngineError {
        .noSuchField(name, collection: schema.name)
    }
}

/// A row of a snapshot that was found. The larger the score the nearer.
struct FoundRow: Hashable, Comparable {
    let place: Snapshot.Place
    let key: RecordKey
    let score: Float

    static func < (left: FoundRow, right: FoundRow) -> Bool {
        left.score != right.score ? left.score > right.score : left.key < right.key
    }
}

extension SearchEffort {
    var dense: DenseIndex.Effort {
        switch self {
        case .standard: .standard
        case .recall(let recall): .recall(Float(recall))
        case .exhaustive: .exact
        }
    }
}

/// A range of scores of which the larger are nearer.
struct InnerRange {
    let least: Float
    let most: Float

    func contains(_ score: Float) -> Bool {
        score > least && score <= most
    }
}

extension ScoreRange {
    /// As the engine scores.
    func inside(_ metric: Metric) -> InnerRange {
        metric == .euclidean
            ? InnerRange(least: -radius, most: nearest.map { -$0 } ?? .infinity)
            : InnerRange(least: radius, most: nearest ?? .infinity)
    }
}
