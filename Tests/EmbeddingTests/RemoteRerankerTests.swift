import Embedding
import HTTPClient
import JSONStream
import TestSupport
import Testing

@Suite("Scores from a server")
struct RemoteRerankerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let answer: ServerAnswer
        let kind: RemoteModelError.Kind

        init(_ description: String, _ answer: ServerAnswer, _ kind: RemoteModelError.Kind) {
            testDescription = description
            self.answer = answer
            self.kind = kind
        }

        /// Results of an answer to two passages.
        init(_ description: String, _ results: [(Int, String)], _ kind: RemoteModelError.Kind) {
            let list = results.map { #"{"index": \#($0), "relevance_score": \#($1)}"# }.joined(separator: ", ")
            self.init(description, .json(#"{"results": [\#(list)]}"#), kind)
        }
    }

    static let cases =
        [
            Case("one score for two passages", [(0, "1")], .wrongCount(expected: 2, got: 1)),
            Case("no scores", [], .wrongCount(expected: 2, got: 0)),
            Case("an index twice", [(1, "1"), (1, "2")], .duplicateIndex(1)),
            Case("an index too large", [(0, "1"), (2, "1")], .unknownIndex(2)),
            Case("a negative index", [(-1, "1"), (0, "1")], .unknownIndex(-1)),
            Case("a score beyond f32", [(0, "1"), (1, "1e39")], .notFinite(index: 1)),
            Case("a page", .html(), .notJSON(contentType: "text/html")),
            Case("no results", .json("{}"), .malformed(JSONError(.missingKey("results"), at: 0))),
            Case(
                "no score", .json(#"{"results": [{"index": 0}]}"#),
                .malformed(JSONError(.missingKey("relevance_score"), at: 13))),
        ]
        + [400, 401, 429, 500].map { status in
            Case("\(status)", .text("no", status: status), .request(.status(status, excerpt: "no", retryAfter: nil)))
        }

    private func reranker(_ server: TestServer, clock: PatientClock = PatientClock()) throws -> RemoteReranker {
        RemoteReranker(
            base: try HTTPURL(server.url + "/v1"), name: "mini", key: BearerKey("sesame"), transport: CurlTransport(),
            retrier: Retrier(seed: 1, clock: clock))
    }

    @Test("scores come back in the order of the passages, whatever the server's")
    func scores() async throws {
        let server = try TestServer { _ in
            .json(
                #"{"id": "x", "results": [{"index": 1, "relevance_score": 0.5, "document": {"text": "b"}}, "#
                    + #"{"index": 0, "relevance_score": -0.25}]}"#)
        }
        #expect(try await reranker(server).scores(query: "q", passages: ["a", "b"]) == [-0.25, 0.5])
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        #expect(request.target == "/v1/rerank")
        #expect(request.headers["authorization"] == "Bearer sesame")
        #expect(request.body == #"{"model":"mini","query":"q","documents":["a","b"],"top_n":2}"#)
    }

    @Test("nothing is asked about no passages")
    func asksNothing() async throws {
        let server = try TestServer { _ in .html() }
        #expect(try await reranker(server).scores(query: "q", passages: []).isEmpty)
        #expect(server.requests.isEmpty)
    }

    @Test("a wrong answer is one error", arguments: cases)
    func reports(_ example: Case) async throws {
        let server = try TestServer { _ in example.answer }
        let error = await #expect(throws: RemoteModelError.self) {
            try await reranker(server).scores(query: "q", passages: ["a", "b"])
        }
        #expect(error?.kind == example.kind)
        #expect(error?.url == server.url + "/v1/rerank")
    }

    @Test("429 is waited for, as long as the server says")
    func waits() async throws {
        let clock = PatientClock()
        let server = try TestServer { request in
            request.number == 1
                ? .text("", status: 429, headers: [("Retry-After", "9")])
                : .json(#"{"results": [{"index": 0, "relevance_score": 1}]}"#)
        }
        #expect(try await reranker(server, clock: clock).scores(query: "q", passages: ["a"]) == [1])
        #expect(clock.pauses.count == 1)
        #expect(clock.pauses.first.map { $0 >= .seconds(9) } == true)
    }

    @Test("cancelling hangs up on a server that is slow")
    func cancels() async throws {
        let (asked, hungUp) = (Gate(), Gate())
        let server = try TestServer { _ in
            asked.open()
            return .silent(hangUp: hungUp)
        }
        let reranker = try reranker(server)
        await withTaskGroup(of: RemoteModelError.Kind?.self) { group in
            group.addTask {
                do {
                    _ = try await reranker.scores(query: "q", passages: ["a"])
                    return nil
                } catch {
                    return (error as? RemoteModelError)?.kind
                }
            }
            await asked.opened()
            group.cancelAll()
            #expect(await group.next() == .request(.cancelled))
        }
        await hungUp.opened()
    }
}
