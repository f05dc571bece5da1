import HTTPClient
import TestSupport
import Testing

@Suite("Servers that misbehave")
struct MisbehaviourTests {
    private let transport = CurlTransport()

    private func error(
        of server: TestServer, key: BearerKey? = nil, body: String = "", limits: HTTPLimits = .standard
    ) async throws -> HTTPError {
        let request = HTTPRequest(
            .post, try HTTPURL(server.url + "/x?secret=1"), key: key, body: Array(body.utf8), limits: limits)
        return try await #require(throws: HTTPError.self) { try await transport.send(request) }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let answer: ServerAnswer
        let kind: HTTPError.Kind
        let isRetriable: Bool

        init(_ description: String, _ answer: ServerAnswer, _ kind: HTTPError.Kind, isRetriable: Bool = true) {
            testDescription = description
            self.answer = answer
            self.kind = kind
            self.isRetriable = isRetriable
        }
    }

    @Test(
        "each misbehaviour is one error",
        arguments: [
            Case("half a body", .half("0123456789"), .interrupted(received: 5)),
            Case(
                "half a chunked body", ServerAnswer(framing: .chunked, body: [.text("0123"), .cut]),
                .interrupted(received: 4)),
            Case(
                "a length too long", ServerAnswer(framing: .declared(9), body: [.text("0123"), .cut]),
                .interrupted(received: 4)),
            Case("no answer", ServerAnswer(framing: .declared(9), body: [.cut]), .interrupted(received: 0)),
            Case(
                "an endless body", ServerAnswer(framing: .chunked, body: [.endless("0123456789")]),
                .tooLarge(limit: 1000),
                isRetriable: false),
            Case(
                "a body over the limit", .text(String(repeating: "x", count: 1001)), .tooLarge(limit: 1000),
                isRetriable: false),
            Case(
                "a head over the limit",
                .text("", headers: (0..<300).map { ("X-\($0)", String(repeating: "x", count: 1000)) }),
                .tooLarge(limit: 256 << 10), isRetriable: false),
            Case("500", .text("oh", status: 500), .status(500, excerpt: "oh", retryAfter: nil)),
            Case("400", .text("oh", status: 400), .status(400, excerpt: "oh", retryAfter: nil), isRetriable: false),
            Case("a conflict", .text("", status: 409), .status(409, excerpt: "", retryAfter: nil), isRetriable: false),
            Case(
                "HTML", .html(status: 502),
                .status(502, excerpt: "<!doctype html><title>Welcome</title>", retryAfter: nil)),
            Case(
                "seconds to wait", .text("", status: 429, headers: [("Retry-After", "7")]),
                .status(429, excerpt: "", retryAfter: .seconds(7))),
            Case(
                "a date to wait for",
                .text(
                    "", status: 503,
                    headers: [
                        ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Retry-After", "Sun, 06 Nov 1994 08:51:07 GMT"),
                    ]), .status(503, excerpt: "", retryAfter: .seconds(90))),
            Case(
                "a date that has passed",
                .text(
                    "", status: 503,
                    headers: [
                        ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Retry-After", "Sun, 06 Nov 1994 07:00:00 GMT"),
                    ]), .status(503, excerpt: "", retryAfter: .zero)),
            Case(
                "a date without a clock",
                .text("", status: 503, headers: [("Retry-After", "Sun, 06 Nov 1994 08:51:07 GMT")]),
                .status(503, excerpt: "", retryAfter: nil)),
            Case(
                "nonsense to wait for", .text("", status: 503, headers: [("Retry-After", "soon")]),
                .status(503, excerpt: "", retryAfter: nil)),
            Case(
                "a redirect without a target", .text("", status: 302), .status(302, excerpt: "", retryAfter: nil),
                isRetriable: false),
        ])
    func reports(_ example: Case) async throws {
        let server = try TestServer { _ in example.answer }
        var limits = HTTPLimits.standard
        limits.bodySize = 1000
        let error = try await error(of: server, limits: limits)
        #expect(error == HTTPError(example.kind, url: server.url + "/x"))
        #expect(error.isRetriable == example.isRetriable)
    }

    @Test("a server that hangs up at once breaks off")
    func hangsUp() async throws {
        var answer = ServerAnswer(body: [])
        answer.before = [.cut]
        let server = try TestServer { [answer] _ in answer }
        #expect(try await error(of: server).kind == .interrupted(received: 0))
    }

    @Test("a server that says nothing exceeds the total time, and hears that it is over")
    func exceedsTotal() async throws {
        let hungUp = Gate()
        let server = try TestServer { _ in .silent(hangUp: hungUp) }
        var limits = HTTPLimits.standard
        limits.total = .milliseconds(50)
        let error = try await error(of: server, limits: limits)
        #expect(error.kind == .timeout(.total))
        #expect(error.isRetriable)
        await hungUp.opened()
    }

    @Test("a server that stops in the middle of a body stalls")
    func stalls() async throws {
        let hungUp = Gate()
        let server = try TestServer { _ in ServerAnswer(framing: .declared(9), body: [.text("0123"), .hangUp(hungUp)]) }
        var limits = HTTPLimits.standard
        limits.stall = .milliseconds(50)
        let error = try await error(of: server, limits: limits)
        #expect(error.kind == .timeout(.stall))
        await hungUp.opened()
    }

    @Test("a port that nobody listens on is not reached")
    func isUnreachable() async throws {
        var server: TestServer? = try TestServer { _ in .text("") }
        let url = try #require(server?.url)
        server = nil
        let request = HTTPRequest(.get, try HTTPURL(url))
        let error = await #expect(throws: HTTPError.self) { try await transport.send(request) }
        guard case .unreachable = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.isRetriable == true)
    }

    @Test("an error shows neither the key, nor the query, nor what was sent")
    func keepsSecrets() async throws {
        let server = try TestServer { request in
            .json(
                """
                {"error": "wrong key \(request.headers["authorization"] ?? "") for
                input \(request.body)", "why": "because"}
                """, status: 401)
        }
        let error = try await error(of: server, key: BearerKey("sk-0123456789"), body: "a word in confidence")
        #expect(
            error.kind
                == .status(
                    401, excerpt: #"{"error": "wrong key Bearer … for input …", "why": "because"}"#, retryAfter: nil))
        #expect(error.url == server.url + "/x")
        #expect(!"\(error)".contains("secret"))
    }

    @Test("a key is described by nothing that is in it")
    func hidesKey() throws {
        let request = HTTPRequest(.get, try Self.url, key: BearerKey("sk-0123456789"))
        for text in ["\(request)", String(reflecting: request)] { #expect(!text.contains("0123")) }
        var dumped = ""
        dump(request, to: &dumped)
        #expect(!dumped.contains("0123"))
    }

    private static var url: HTTPURL {
        get throws { try HTTPURL("http://127.0.0.1/") }
    }

    @Test("a header that would break out of its line is refused", arguments: ["a\r\nX-Evil: b", "a\nb", "a\u{0}b"])
    func refusesHeader(_ value: String) async throws {
        let url = try Self.url
        let requests = [
            "X-Word": HTTPRequest(.get, url, headers: ["X-Word": value]),
            "Authorization": HTTPRequest(.get, url, key: BearerKey(value)),
        ]
        for (name, request) in requests {
            let error = await #expect(throws: HTTPError.self) { try await transport.send(request) }
            #expect(error?.kind == .invalidHeader(name: name))
        }
    }
}
