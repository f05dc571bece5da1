import Embedding
import HTTPClient
import JSONStream
import TestSupport
import Testing

@Suite("Servers that give wrong vectors")
struct RemoteEncoderErrorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let answer: ServerAnswer
        let kind: RemoteModelError.Kind

        init(_ description: String, _ answer: ServerAnswer, _ kind: RemoteModelError.Kind) {
            testDescription = description
            self.answer = answer
            self.kind = kind
        }

        /// Entries of an answer to two texts.
        init(_ description: String, _ entries: [(Int, String)], _ kind: RemoteModelError.Kind) {
            let data = entries.map { EmbeddingsQuestion.entry($0, $1) }
            self.init(description, .json(EmbeddingsQuestion.list(data)), kind)
        }
    }

    static let cases =
        [
            Case("one vector for two texts", [(0, "[1, 2]")], .wrongCount(expected: 2, got: 1)),
            Case("three vectors", [(0, "[1]"), (1, "[1]"), (2, "[1]")], .wrongCount(expected: 2, got: 3)),
            Case("no vectors", [], .wrongCount(expected: 2, got: 0)),
            Case("an index twice", [(1, "[1, 2]"), (1, "[1, 2]")], .duplicateIndex(1)),
            Case("an index too large", [(0, "[1, 2]"), (2, "[1, 2]")], .unknownIndex(2)),
            Case("a negative index", [(-1, "[1, 2]"), (0, "[1, 2]")], .unknownIndex(-1)),
            Case("two dimensions", [(1, "[1, 2, 3]"), (0, "[1, 2]")], .wrongDimension(expected: 2, got: 3)),
            Case("no dimension", [(0, "[]"), (1, "[]")], .wrongDimension(expected: nil, got: 0)),
            Case("a number beyond f32", [(0, "[1, 2]"), (1, "[1, 1e39]")], .notFinite(index: 1)),
            Case(
                "a number that is none, in base64",
                [(0, EmbeddingsQuestion.base64([.nan])), (1, EmbeddingsQuestion.base64([1]))], .notFinite(index: 0)),
            Case("a page", .html(), .notJSON(contentType: "text/html")),
            Case("nothing", .text("", type: "text/plain"), .notJSON(contentType: "text/plain")),
            Case("a list", .json("[]"), .notJSON(contentType: "application/json")),
            Case(
                "half a body", .half(#"{"data": [], "model": ""}"#), .request(.interrupted(received: 12))),
            Case(
                "half a body that claims to be whole", .json(#"{"data": ["#),
                .malformed(JSONError(.truncated, at: 10))),
            Case("no data", .json(#"{"error": "x"}"#), .malformed(JSONError(.missingKey("data"), at: 0))),
            Case(
                "no index", .json(#"{"data": [{"embedding": [1]}]}"#),
                .malformed(JSONError(.missingKey("index"), at: 10))),
            Case(
                "no vector", .json(#"{"data": [{"index": 0}]}"#),
                .malformed(JSONError(.missingKey("embedding"), at: 10))),
            Case(
                "a word in a vector", .json(#"{"data": [{"embedding": ["one"]}]}"#),
                .malformed(JSONError(.wrongType(.string, expected: .number), at: 25))),
            Case(
                "NaN in a vector", .json(#"{"data": [{"embedding": [NaN]}]}"#),
                .malformed(JSONError(.unexpected(UInt8(ascii: "N"), expected: .value), at: 25))),
        ]
        + ["A", "AAAA", "AAAAA===", "AAAA.A==", "AAAAAA=", "AAAAAA==AAAAAA=="].map { text in
            Case(
                "base64 that is none, \(text)", .json(#"{"data": [{"embedding": "\#(text)"}]}"#),
                .malformed(JSONError(.unacceptable(expected: "base64 of 32-bit numbers"), at: 24)))
        }
        + [400, 401, 404, 429, 500].map { status in
            Case("\(status)", .text("no", status: status), .request(.status(status, excerpt: "no", retryAfter: nil)))
        }

    @Test("each is one error, and nothing is returned", arguments: cases)
    func reports(_ example: Case) async throws {
        let server = try TestServer { _ in example.answer }
        let error = await #expect(throws: RemoteModelError.self) {
            try await encoder(server).encode(["first", "second"])
        }
        #expect(error?.kind == example.kind)
        #expect(error?.url == server.url + "/v1/embeddings")
        #expect(error?.model == "mini")
    }

    @Test("a wrong answer after right ones takes all of them away", arguments: [1, 2, 4])
    func returnsNothingPartial(_ requests: Int) async throws {
        let server = try TestServer { request in
            do {
                let question = try EmbeddingsQuestion(request)
                return question.input.contains("t13") ? .html() : question.answer
            } catch {
                return .text("\(error)", status: 400)
            }
        }
        var load = RemoteLoad()
        load.texts = 2
        load.requests = requests
        let error = await #expect(throws: RemoteModelError.self) {
            try await encoder(server, load: load).encode((0..<20).map { "t\($0)" })
        }
        #expect(error?.kind == .notJSON(contentType: "text/html"))
    }

    @Test("a dimension that changes between answers is an error")
    func keepsDimension() async throws {
        let server = try TestServer { request in
            let vector = request.number == 1 ? "[1, 2]" : "[1, 2, 3]"
            return .json(EmbeddingsQuestion.list([EmbeddingsQuestion.entry(0, vector)]))
        }
        let encoder = try encoder(server)
        #expect(try await encoder.encode(["a"]).dimension == 2)
        let error = await #expect(throws: RemoteModelError.self) { try await encoder.encode(["a"]) }
        #expect(error?.kind == .wrongDimension(expected: 2, got: 3))
    }

    @Test("an error tells neither the key nor a text")
    func keepsSecrets() async throws {
        let server = try TestServer { .text("cannot encode \($0.body)", status: 422) }
        let error = await #expect(throws: RemoteModelError.self) {
            try await encoder(server).encode(["a confidence between friends"])
        }
        #expect(error.map { "\($0)".contains("422: cannot encode …") } == true)
        #expect(error.map { "\($0)".contains("friends") } == false)
    }

    private func encoder(_ server: TestServer, load: RemoteLoad = .standard) throws -> RemoteEncoder {
        RemoteEncoder(
            RemoteModel(base: try HTTPURL(server.url + "/v1"), name: "mini", key: BearerKey("sk-0123456789")),
            load: load,
            transport: CurlTransport(), retrier: Retrier(seed: 1, clock: PatientClock()))
    }
}
