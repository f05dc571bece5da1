import HTTPClient
import Synchronization
import TestSupport
import Testing

@Suite("Recorded answers")
struct RecordingTests {
    private func request(_ body: String, path: String = "/v1") throws -> HTTPRequest {
        HTTPRequest(
            .post, try HTTPURL("http://host" + path), headers: ["X-Token": "hush"], key: BearerKey("sesame"),
            body: Array(body.utf8))
    }

    private func exchange(_ question: String, _ answer: String, status: Int = 200) -> RecordedExchange {
        RecordedExchange(
            question: RecordedExchange.Question(method: .post, url: "http://host/v1", body: question),
            head: HTTPHead(status: status), body: answer)
    }

    @Test("answers come back by their request, and in their order where it is the same")
    func playsBack() async throws {
        let transport = RecordedTransport([
            exchange("a", "1", status: 500), exchange("b", "2"), exchange("a", "3"),
        ])
        #expect(try await transport.send(request("b")).body == Array("2".utf8))
        let error = try await #require(throws: HTTPError.self) { try await transport.send(request("a")) }
        #expect(error.kind == .status(500, excerpt: "1", retryAfter: nil))
        #expect(try await transport.send(request("a")).body == Array("3".utf8))
    }

    @Test("a request without an answer fails")
    func refusesUnknown() async throws {
        let transport = RecordedTransport([exchange("a", "1")])
        _ = try await transport.send(request("a"))
        for (body, path) in [("a", "/v1"), ("b", "/v1"), ("a", "/v2"), ("a", "/v1?q=1")] {
            let error = try await #require(throws: HTTPError.self) {
                try await transport.send(request(body, path: path))
            }
            #expect(error.kind == .unrecorded)
        }
    }

    @Test("what was recorded plays back the same, and holds no header of the request and no cookie")
    func records() async throws {
        let server = try TestServer { request in
            .text(
                "answer \(request.number)", status: request.number == 2 ? 429 : 200,
                headers: [("Set-Cookie", "session=hush"), ("Retry-After", "3")])
        }
        let kept = Mutex<[RecordedExchange]>([])
        let recording = RecordingTransport(CurlTransport()) { exchange in kept.withLock { $0.append(exchange) } }
        var request = try request("hello")
        request.url = try HTTPURL(server.url)
        let live = try await outcomes(of: request, through: recording)
        let exchanges = try kept.withLock { kept in
            for exchange in kept {
                #expect(!"\(exchange)".contains("hush") && !"\(exchange)".contains("sesame"))
            }
            return try kept.map { try RecordedExchange(line: $0.line) }
        }
        #expect(exchanges.count == 3)
        let played = try await outcomes(of: request, through: RecordedTransport(exchanges))
        #expect(live == played)
        #expect(live == ["answer 1", "429 answer 2 3.0 seconds", "answer 3"])
    }

    private func outcomes(of request: HTTPRequest, through transport: some Transport) async throws -> [String] {
        var outcomes: [String] = []
        for _ in 1...3 {
            do throws(HTTPError) {
                outcomes.append(String(decoding: try await transport.send(request).body, as: UTF8.self))
            } catch {
                guard case .status(let status, let excerpt, let pause) = error.kind else { throw error }
                outcomes.append("\(status) \(excerpt) \(pause.map { "\($0)" } ?? "")")
            }
        }
        return outcomes
    }

    @Test("an answer that breaks off is not recorded")
    func leavesOutHalves() async throws {
        let server = try TestServer { _ in .half("0123456789") }
        let count = Atomic(0)
        let recording = RecordingTransport(CurlTransport()) { _ in count.add(1, ordering: .relaxed) }
        let request = HTTPRequest(.get, try HTTPURL(server.url))
        await #expect(throws: HTTPError.self) { try await recording.send(request) }
        #expect(count.load(ordering: .relaxed) == 0)
    }

    @Test(
        "a line that is no exchange is refused", arguments: ["", "{}", "[]", #"{"method":"PUT","url":"","body":""}"#])
    func refusesLine(_ line: String) {
        #expect(throws: (any Error).self) { try RecordedExchange(line: line) }
    }
}
