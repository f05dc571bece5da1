import HTTPClient
import JSONStream

/// A server's model, asked for vectors or for scores. Failures that may pass are tried again.
struct ModelServer: Sendable {
    let wanted: RemoteModelError.Wanted
    let model: String
    let key: BearerKey?
    let url: HTTPURL
    let transport: any Transport
    let retrier: Retrier

    /// - Parameter base: the address before what is asked for, such as `http://host/v1`.
    init(
        _ wanted: RemoteModelError.Wanted, base: HTTPURL, model: String, key: BearerKey?, transport: any Transport,
        retrier: Retrier
    ) {
        self.wanted = wanted
        self.model = model
        self.key = key
        url = base.appending(wanted.path)
        self.transport = transport
        self.retrier = retrier
    }

    /// What `read` makes of the answer to a question.
    func ask<Answer: JSONDecodable, Value>(
        _ question: some JSONEncodable, _ read: (Answer) throws(RemoteModelError.Kind) -> Value
    ) async throws(RemoteModelError) -> Value {
        var writer = JSONWriter()
        writer.element(question)
        let request = HTTPRequest(
            .post, url, headers: ["Content-Type": "application/json", "Accept": "application/json"], key: key,
            body: writer.bytes)
        do throws(RemoteModelError.Kind) {
            return try read(Self.answer(try await send(request)))
        } catch {
            throw RemoteModelError(kind: error, wanted: wanted, model: model, url: url.description)
        }
    }

    private func send(_ request: HTTPRequest) async throws(RemoteModelError.Kind) -> HTTPResponse {
        do throws(HTTPError) {
            return try await retrier.run { () async throws(HTTPError) in try await transport.send(request) }
        } catch {
            throw .request(error.kind)
        }
    }

    private static func answer<Answer: JSONDecodable>(
        _ response: HTTPResponse
    ) throws(RemoteModelError.Kind) -> Answer {
        guard response.body.first(where: { !" \t\r\n".utf8.contains($0) }) == UInt8(ascii: "{") else {
            throw .notJSON(contentType: response.head.headers["Content-Type"])
        }
        do throws(JSONError) {
            return try Answer(json: response.body)
        } catch {
            throw .malformed(error)
        }
    }
}
