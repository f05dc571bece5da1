public import HTTPClient

/// Has passages scored by a server (`POST {base}/rerank`, in the form of Cohere, Jina and vLLM).
///
/// All passages go out in one request; failures that may pass are tried again. Either all scores come back or one error.
public struct RemoteReranker: Reranker {
    private let server: ModelServer

    /// - Parameter base: the address before `/rerank`, such as `http://host/v1`.
    public init(base: HTTPURL, name: String, key: BearerKey? = nil, transport: any Transport, retrier: Retrier) {
        server = ModelServer(
            .scores, base: base, model: name, key: key, transport: transport, retrier: retrier)
    }

    public func scores(query: String, passages: [String]) async throws -> [Float] {
        guard !passages.isEmpty else { return [] }
        let question = RerankRequest(model: server.model, query: query, passages: passages)
        return try await server.ask(question) { (answer: RerankAnswer) throws(RemoteModelError.Kind) in
            try answer.scores(for: passages.count)
        }
    }
}
