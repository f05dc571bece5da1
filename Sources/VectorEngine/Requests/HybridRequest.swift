/// Several searches whose results become one list.
public struct HybridRequest: Sendable {
    /// Each gives as many hits as its own limit says.
    public var requests: [SearchRequest]
    public var fusion: ListFusion
    /// Hits, or groups of them, of the list that comes of it.
    public var limit: Int
    public var offset = 0
    public var grouping: Grouping?
    /// Fields that a hit brings along.
    public var output: [String] = []

    public init(_ requests: [SearchRequest], fusion: ListFusion = .reciprocalRank(), limit: Int = 10) {
        self.requests = requests
        self.fusion = fusion
        self.limit = limit
    }
}

/// A record that several searches found together.
public struct HybridHit: Sendable, Equatable {
    public let key: RecordKey
    public let score: Double
    /// What each request said, in their order.
    public let contributions: [Contribution]
    public let fields: [String: FieldValue]
}

extension VectorCollection {
    /// The best of several searches, fused.
    public func search(_ request: HybridRequest) async throws -> [HybridHit] {
        let found = try await search(request.requests)
        let lists = try zip(request.requests, found).map { try list($1, by: $0.query.field) }
        let fused = try await grouped(request.fusion.fuse(lists), request)
        var fields: [RecordKey: [String: FieldValue]] = [:]
        if !request.output.isEmpty {
            for record in try await get(fused.map(\.id), fields: request.output) { fields[record.key] = record.fields }
        }
        return fused.map { hit in
            HybridHit(
                key: hit.id, score: hit.score, contributions: hit.contributions, fields: fields[hit.id] ?? [:])
        }
    }

    /// The larger the nearer, as a list wants it.
    func list(_ hits: [Hit], by field: String) throws(FusionError) -> HitList<RecordKey> {
        let isDistance = schema.dense.contains { $0.name == field && $0.metric == .euclidean }
        return try HitList(hits.map { ListedHit($0.key, isDistance ? -$0.score : $0.score) })
    }

    private func grouped(
        _ hits: [FusedHit<RecordKey>], _ request: HybridRequest
    ) async throws -> [FusedHit<RecordKey>] {
        guard let grouping = request.grouping else {
            return Array(hits.dropFirst(request.offset).prefix(request.limit))
        }
        let groups = try await groups(hits, by: grouping, limit: request.offset + request.limit)
        return groups.dropFirst(request.offset).flatMap(\.self)
    }

    /// The groups of the best hits, that of the best first, each with its best hits. What was deleted meanwhile is left out.
    package func groups(
        _ hits: [FusedHit<RecordKey>], by grouping: Grouping, limit: Int
    ) async throws -> [[FusedHit<RecordKey>]] {
        let records = try await get(hits.map(\.id), fields: [grouping.field])
        let values = Dictionary(records.map { ($0.key, $0.fields[grouping.field]) }) { first, _ in first }
        var groups: [[FusedHit<RecordKey>]] = []
        var places: [FieldValue?: Int] = [:]
        for hit in hits {
            guard let value = values[hit.id] else { continue }
            if let place = places[value] {
                if groups[place].count < grouping.size { groups[place].append(hit) }
            } else if groups.count < limit {
                places[value] = groups.count
                groups.append([hit])
            }
        }
        return groups
    }
}
