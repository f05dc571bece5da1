/// Says how well passages answer a query, from their texts.
public protocol Reranker: Sendable {
    /// A finite score a passage, in their order; higher is better. Scores of two queries, or two rerankers, are not compared.
    func scores(query: String, passages: [String]) async throws -> [Float]
}

extension CrossEncoder: Reranker {
    public func scores(query: String, passages: [String]) async throws -> [Float] {
        try await scores(of: passages, for: query)
    }
}
