/// Carries requests to servers and brings back their answers.
public protocol Transport: Sendable {
    /// Returns when the head of an answer is there, whatever its status.
    func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream
}

extension Transport {
    /// The answer as it arrives; a status that is not a success is thrown.
    public func stream(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        let stream = try await open(request)
        guard (200..<300).contains(stream.head.status) else {
            throw await HTTPError(refusal: stream, of: request)
        }
        return stream
    }

    /// The whole answer; a status that is not a success is thrown.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        let stream = try await stream(request)
        return HTTPResponse(head: stream.head, body: try await stream.body.collect())
    }
}
