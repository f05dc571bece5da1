public import HTTPClient
import JSONStream

/// Has passages scored by a server (`POST {base}/rerank`, in the form of Cohere, Jina and vLLM).
///
/// All passages go out in one request; failures that may pass are tried again. Either all scores come back or one error.
public struct RemoteReranker: Reranker {
    private let name: String
    private let key: BearerKey?
    private let url: HTTPURL
    private let transport: any Transport
    private let retrier: Retrier

    /// - Parameter base: the address before `/rerank`, such as `http://host/v1`.
    public init(base: HTTPURL, name: String, key: BearerKey? = nil, transport: any Transport, retrier: Retrier) {
        self.name = name
        self.key = key
        url = base.appending("rerank")
        self.transport = transport
        self.retrier = retrier
    }

    public func scores(query: String, passages: [String]) async throws -> [Float] {
        guard !passages.isEmpty else { return [] }
        var writer = JSONWriter()
        writer.element(RerankRequest(model: name, query: query, passages: passages))
        let request = HTTPRequest(
            .post, url, headers: ["Content-Type": "application/json", "Accept": "application/json"], key: key,
            body: writer.bytes)
        let response: HTTPResponse
        do throws(HTTPError) {
            response = try await retrier.run { () async throws(HTTPError) in try await transport.send(request) }
        } catch {
            throw failure(.request(error.kind))
        }
        let answer = try read(response)
        do throws(RemoteRerankerError.Kind) {
            return try answer.scores(for: passages.count)
        } catch {
            throw failure(error)
        }
    }

    private func read(_ response: HTTPResponse) throws(RemoteRerankerError) -> RerankAnswer {
        guard response.body.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") else {
            throw failure(.notJSON(contentType: response.head.headers["Content-Type"]))
        }
        do throws(JSONError) {
            return try RerankAnswer(json: response.body)
        } catch {
            throw failure(.malformed(error))
        }
    }

    private func failure(_ kind: RemoteRerankerError.Kind) -> RemoteRerankerError {
        RemoteRerankerError(kind: kind, model: name, url: url.description)
    }
}
