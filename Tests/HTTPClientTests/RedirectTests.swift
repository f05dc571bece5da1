import HTTPClient
import TestSupport
import Testing

@Suite("Redirects")
struct RedirectTests {
    private let transport = CurlTransport()

    @Test(
        "a redirect within the origin is followed",
        arguments: [
            (301, "GET", ""), (302, "GET", ""), (303, "GET", ""), (307, "POST", "hello"), (308, "POST", "hello"),
        ])
    func follows(_ status: Int, method: String, body: String) async throws {
        let server = try TestServer { request in
            request.target == "/a/b" ? .redirect(to: "../c?d", status: status) : .text("there")
        }
        let request = HTTPRequest(
            .post, try HTTPURL(server.url + "/a/b"), key: BearerKey("sesame"), body: Array("hello".utf8))
        #expect(try await transport.send(request).body == Array("there".utf8))
        let last = try #require(server.requests.last)
        #expect(last.target == "/c?d")
        #expect(last.method == method)
        #expect(last.body == body)
        #expect(last.headers["authorization"] == "Bearer sesame")
    }

    @Test("a redirect to another port, host or scheme is refused", arguments: [true, false])
    func refuses(hasKey: Bool) async throws {
        let other = try TestServer { _ in .text("got it") }
        for target in [other.url, "http://localhost:", "https://127.0.0.1:", "//127.0.0.2:"] {
            let server = try TestServer { request in
                .redirect(to: target.hasSuffix(":") ? target + (request.headers["host"] ?? "").suffix(5) : target)
            }
            let request = HTTPRequest(.get, try HTTPURL(server.url), key: hasKey ? BearerKey("sesame") : nil)
            let error = await #expect(throws: HTTPError.self) { try await transport.send(request) }
            guard case .redirected = error?.kind else {
                Issue.record("\(target): \(String(describing: error))")
                continue
            }
            #expect(error?.isRetriable == false)
        }
        #expect(other.connectionCount == 0)
    }

    @Test("a circle of redirects ends")
    func ends() async throws {
        let server = try TestServer { _ in .redirect(to: "/again") }
        let request = HTTPRequest(.get, try HTTPURL(server.url))
        let error = await #expect(throws: HTTPError.self) { try await transport.send(request) }
        #expect(error?.kind == .tooManyRedirects(limit: 5))
        #expect(server.requests.count == 6)
    }
}
