public import Embedding
public import VectorEngine

/// What in a collection speaks to a text: by meaning, by words, or by both, and perhaps read again by a reranker.
public struct PassageSearch: Sendable {
    private let collection: any VectorCollection
    private let encoder: (any TextEncoder)?
    private let reranker: (any Reranker)?
    private let fields: PassageFields

    /// - Parameter encoder: of the vectors in the collection. Without it only words are searched.
    public init(
        _ collection: any VectorCollection, encoder: (any TextEncoder)?, reranker: (any Reranker)? = nil,
        fields: PassageFields = PassageFields()
    ) {
        self.collection = collection
        self.encoder = encoder
        self.reranker = reranker
        self.fields = fields
    }

    public func search(_ text: String, _ settings: SearchSettings = SearchSettings()) async throws -> [FoundPassage] {
        try await search([text], settings)[0]
    }

    /// Many at once: their vectors are made together, and each is searched on a core of its own.
    public func search(_ texts: [String], _ settings: SearchSettings = SearchSettings()) async throws
        -> [[FoundPassage]]
    {
        let lists = try await fusedLists(texts, settings)
        var found: [[FoundPassage]] = []
        for (text, hits) in zip(texts, lists) {
            try Task.checkCancellation()
            let ordered = try await reranked(hits, for: text, settings)
            let kept = try await grouped(ordered, settings)
            found.append(try await passages(kept, settings))
        }
        return found
    }

    // MARK: Lists

    private func fusedLists(_ texts: [String], _ settings: SearchSettings) async throws -> [[FusedHit<RecordKey>]] {
        let dense = settings.mode == .sparse ? [] : try await denseRequests(texts, settings)
        let sparse = settings.mode == .dense ? [] : sparseRequests(texts, settings)
        let denseHits = try await collection.search(dense)
        let sparseHits = try await collection.search(sparse)
        switch settings.mode {
        case .dense: return denseHits.map { Self.alone($0, isDense: true) }
        case .sparse: return sparseHits.map { Self.alone($0, isDense: false) }
        case .hybrid: break
        }
        // What one list alone found is scored by the other too.
        let denseOthers = try await scores(of: zip(sparseHits, denseHits).map(Self.missing), dense)
        let sparseOthers = try await scores(of: zip(denseHits, sparseHits).map(Self.missing), sparse)
        return try texts.indices.map { index in
            try settings.fusion.scaled(toSaturation: saturation).fuse(
                dense: HitList(denseHits[index].map(\.listed), others: denseOthers[index]),
                sparse: HitList(sparseHits[index].map(\.listed), others: sparseOthers[index]))
        }
    }

    private func denseRequests(_ texts: [String], _ settings: SearchSettings) async throws -> [SearchRequest] {
        guard let encoder else { throw SearchError.noEncoder }
        let vectors = try await encoder.encode(texts, as: .query)
        return texts.indices.map { request(.dense(field: fields.dense, Array(vectors[$0])), settings) }
    }

    private func sparseRequests(_ texts: [String], _ settings: SearchSettings) -> [SearchRequest] {
        texts.map { request(.text(field: fields.sparse, $0), settings) }
    }

    private func request(_ query: SearchQuery, _ settings: SearchSettings) -> SearchRequest {
        var request = SearchRequest(query, limit: max(AdaptiveWeights.measured, settings.depth))
        request.filter = settings.filter
        return request
    }

    private static func missing(_ found: [VectorEngine.Hit], _ there: [VectorEngine.Hit]) -> [RecordKey] {
        let known = Set(there.map(\.key))
        return found.map(\.key).filter { !known.contains($0) }
    }

    /// The scores of some records by requests that did not list them.
    private func scores(
        of keys: [[RecordKey]], _ requests: [SearchRequest]
    ) async throws -> [[RecordKey: Float]] {
        let asked = zip(keys, requests).map { keys, request in
            var request = request
            request.keys = keys
            request.limit = keys.count
            return request
        }
        return try await collection.search(asked).map { hits in
            Dictionary(hits.map { ($0.key, $0.score) }) { first, _ in first }
        }
    }

    /// A list that nothing is fused with.
    private static func alone(_ hits: [VectorEngine.Hit], isDense: Bool) -> [FusedHit<RecordKey>] {
        hits.enumerated().map { index, hit in
            let said = Contribution(rank: index + 1, score: hit.score, normalised: Double(hit.score), weight: 1)
            let silent = Contribution(rank: nil, score: nil, normalised: 0, weight: 0)
            return FusedHit(
                id: hit.key, score: Double(hit.score), contributions: isDense ? [said, silent] : [silent, said])
        }
    }

    private var saturation: Double {
        let field = collection.schema.sparse.first { $0.name == fields.sparse }
        guard case .text(_, let parameters, _) = field?.source else { return 1 }
        return parameters.k1 + 1
    }

    // MARK: What becomes of a list

    private func reranked(
        _ hits: [FusedHit<RecordKey>], for text: String, _ settings: SearchSettings
    ) async throws -> [FusedHit<RecordKey>] {
        guard let reranker, !hits.isEmpty else { return hits }
        let candidates = Array(hits.prefix(settings.reranked))
        let records = try await collection.get(candidates.map(\.id), fields: [fields.text])
        let texts = Dictionary(records.map { ($0.key, $0.text(fields.text)) }) { first, _ in first }
        // A record that was deleted since it was found has no text, and leaves with this.
        let present = hits.filter { texts[$0.id] != nil || !candidates.contains($0) }
        let scored = present.prefix(settings.reranked).filter { texts[$0.id] != nil }
        let scores = try await reranker.scores(query: text, passages: scored.map { texts[$0.id] ?? "" })
        return try settings.rerankWeights.rerank(present, by: scores)
    }

    /// The best groups with their best hits, if groups are wanted; else the best hits.
    private func grouped(
        _ hits: [FusedHit<RecordKey>], _ settings: SearchSettings
    ) async throws -> [FusedHit<RecordKey>] {
        guard let grouping = settings.grouping else { return Array(hits.prefix(settings.limit)) }
        let records = try await collection.get(hits.map(\.id), fields: [grouping.field])
        let values = Dictionary(records.map { ($0.key, $0.fields[grouping.field]) }) { first, _ in first }
        var groups: [[FusedHit<RecordKey>]] = []
        var places: [FieldValue?: Int] = [:]
        for hit in hits {
            guard let value = values[hit.id] else { continue }
            if let place = places[value] {
                if groups[place].count < grouping.size { groups[place].append(hit) }
            } else if groups.count < settings.limit {
                places[value] = groups.count
                groups.append([hit])
            }
        }
        return groups.flatMap(\.self)
    }

    private func passages(
        _ hits: [FusedHit<RecordKey>], _ settings: SearchSettings
    ) async throws -> [FoundPassage] {
        var fields: [RecordKey: [String: FieldValue]] = [:]
        if !settings.output.isEmpty {
            for record in try await collection.get(hits.map(\.id), fields: settings.output) {
                fields[record.key] = record.fields
            }
        }
        return hits.enumerated().map { index, hit in
            FoundPassage(
                key: hit.id, rank: index + 1, score: hit.score, contributions: hit.contributions,
                fields: fields[hit.id] ?? [:])
        }
    }

    /// What each word gave to a passage's score by words.
    public func words(_ text: String, of key: RecordKey) async throws -> [TermContribution] {
        try await collection.explain(key, .text(field: fields.sparse, text))
    }
}

extension VectorEngine.Hit {
    fileprivate var listed: ListedHit<RecordKey> {
        ListedHit(key, score)
    }
}

extension Record {
    fileprivate func text(_ field: String) -> String {
        if case .string(let text) = fields[field] { text } else { "" }
    }
}
