/// Which neighbours of every record are wanted.
public struct NeighbourRequest: Sendable {
    /// A dense field.
    public var field: String
    public var count: Int
    /// How many of the nearest vectors are to be found, where there are lists.
    public var recall = 0.995
    /// Neighbours by what records say, too: a sparse field that is made from text. The words at a text's beginning are searched,
    /// 600 letters of them.
    public var words: String?
    /// Makes one list of both.
    public var fusion = ListFusion.reciprocalRank()

    public init(by field: String, count: Int = 15, words: String? = nil) {
        self.field = field
        self.count = count
        self.words = words
    }
}

extension VectorCollection {
    /// The nearest records of each record, never itself; each record once, in an order of the engine's own.
    public func neighbours(
        _ request: NeighbourRequest, _ body: (_ key: RecordKey, _ nearest: [HybridHit]) async throws -> Void
    ) async throws {
        let text = try request.words.map(textField)
        var waiting: [(key: RecordKey, nearest: [Hit])] = []
        try await neighbours(
            of: nil, by: request.field, count: text == nil ? request.count : request.candidates, recall: request.recall
        ) { key, nearest in
            waiting.append((key, nearest))
            if waiting.count == NeighbourRequest.recordsAtOnce {
                try await give(waiting, request, text, body)
                waiting.removeAll(keepingCapacity: true)
            }
        }
        try await give(waiting, request, text, body)
    }

    /// The field of whose text a sparse field is made.
    private func textField(_ name: String) throws(EngineError) -> String {
        guard let field = schema.sparse.first(where: { $0.name == name }) else {
            throw .noSuchField(name, collection: schema.name)
        }
        guard case .text(let text, _, _) = field.source else {
            throw .badRequest("'\(name)' is not made from text, whose words could be searched")
        }
        return text
    }

    private func give(
        _ records: [(key: RecordKey, nearest: [Hit])], _ request: NeighbourRequest, _ text: String?,
        _ body: (_ key: RecordKey, _ nearest: [HybridHit]) async throws -> Void
    ) async throws {
        let spoken = try await alike(records.map(\.key), request, text)
        for ((key, nearest), spoken) in zip(records, spoken) {
            var lists = [try list(nearest, by: request.field)]
            if let words = request.words { lists.append(try list(spoken.filter { $0.key != key }, by: words)) }
            let fused = try request.fusion.fuse(lists).prefix(request.count)
            try await body(
                key, fused.map { HybridHit(key: $0.id, score: $0.score, contributions: $0.contributions, fields: [:]) })
        }
    }

    /// What has the words of some records, themselves among it.
    private func alike(_ keys: [RecordKey], _ request: NeighbourRequest, _ text: String?) async throws -> [[Hit]] {
        guard let words = request.words, let text else { return keys.map { _ in [] } }
        let records = try await get(keys, fields: [text])
        let texts = Dictionary(records.map { ($0.key, $0.fields[text]) }) { first, _ in first }
        return try await search(
            keys.map { key in
                let said = if case .string(let said)? = texts[key] ?? nil { said } else { "" }
                return SearchRequest(
                    .text(field: words, String(said.prefix(NeighbourRequest.lettersAsked))),
                    limit: request.candidates + 1)
            })
    }
}

extension NeighbourRequest {
    /// Records whose words are searched together.
    fileprivate static let recordsAtOnce = 256
    /// What a long text is about its beginning says, and each further word costs.
    fileprivate static let lettersAsked = 600

    /// Of each list, before they become one.
    fileprivate var candidates: Int {
        2 * count
    }
}
