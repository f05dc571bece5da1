import HTTPClient
import TestSupport
import Testing

@Suite("Speaking to a server", .ownThread)
struct CurlTransportTests {
    private let transport = CurlTransport()

    private func request(
        _ server: TestServer, _ path: String = "/", key: BearerKey? = nil, body: String = "",
        limits: HTTPLimits = .standard
    ) throws -> HTTPRequest {
        HTTPRequest(
            body.isEmpty ? .get : .post, try HTTPURL(server.url + path), headers: ["Content-Type": "text/plain"],
            key: key,
            body: Array(body.utf8), limits: limits)
    }

    @Test("the server gets method, target, headers, key and body, and the caller gets status, headers and body")
    func carriesBothWays() async throws {
        let server = try TestServer { _ in .text("pong", status: 201, headers: [("X-Mood", " good ")]) }
        let response = try await transport.send(request(server, "/a/b?c=d", key: BearerKey("sesame\n"), body: "ping"))
        #expect(response.head.status == 201)
        #expect(response.head.headers["x-mood"] == "good")
        #expect(response.head.headers["CONTENT-LENGTH"] == "4")
        #expect(response.body == Array("pong".utf8))
        let received = try #require(server.requests.first)
        #expect(received.method == "POST")
        #expect(received.target == "/a/b?c=d")
        #expect(received.headers["content-type"] == "text/plain")
        #expect(received.headers["authorization"] == "Bearer sesame")
        #expect(received.headers["expect"] == nil)
        #expect(received.body == "ping")
    }

    @Test("a post without a body is sent as one")
    func postsNothing() async throws {
        let server = try TestServer { .text($0.method + $0.body) }
        let response = try await transport.send(HTTPRequest(.post, HTTPURL(server.url)))
        #expect(response.body == Array("POST".utf8))
    }

    @Test("requests one after the other share a connection")
    func keepsConnection() async throws {
        let server = try TestServer { .text("\($0.number)", status: $0.number == 2 ? 404 : 200) }
        for number in 1...4 {
            do {
                let response = try await transport.send(request(server))
                #expect(response.body == Array("\(number)".utf8))
            } catch {
                #expect(number == 2)
            }
        }
        #expect(server.connectionCount == 1)
        #expect(server.requests.map(\.connection) == [1, 1, 1, 1])
    }

    @Test("requests at the same time do not wait for each other")
    func runsSideBySide() async throws {
        let gate = Gate()
        let server = try TestServer { request in
            if request.target == "/slow" {
                var answer = ServerAnswer.text("slow")
                answer.before = [.wait(gate)]
                return answer
            }
            return .text("quick")
        }
        async let slow = transport.send(request(server, "/slow"))
        let quick = try await transport.send(request(server, "/quick"))
        #expect(quick.body == Array("quick".utf8))
        gate.open()
        #expect(try await slow.body == Array("slow".utf8))
    }

    @Test("a chunked body arrives as it is sent, piece by piece")
    func streams() async throws {
        let gate = Gate()
        let server = try TestServer { _ in
            ServerAnswer(framing: .chunked, body: [.text("one"), .wait(gate), .text("two")])
        }
        let stream = try await transport.stream(request(server))
        var pieces = stream.body.makeAsyncIterator()
        #expect(try await pieces.next() == Array("one".utf8))
        gate.open()
        #expect(try await pieces.next() == Array("two".utf8))
        #expect(try await pieces.next() == nil)
        #expect(try await pieces.next() == nil)
    }

    @Test("a body of some megabytes arrives whole through a reader who is slower than the server")
    func holdsServerBack() async throws {
        let lines = (0..<300_000).map { "line \($0)\n" }.joined()
        let server = try TestServer { _ in .text(lines) }
        let stream = try await transport.stream(request(server))
        // Other requests pass while this one waits for its reader.
        _ = try await transport.send(request(server))
        #expect(String(decoding: try await stream.body.collect(), as: UTF8.self) == lines)
    }

    enum Wait: String, CaseIterable {
        case head
        case body
    }

    @Test("cancelling a task that waits for the head, or reads a body, closes the connection", arguments: Wait.allCases)
    func cancels(waitingFor wait: Wait) async throws {
        let (begun, hungUp) = (Gate(), Gate())
        let server = try TestServer { _ in
            switch wait {
            case .head:
                begun.open()
                return .silent(hangUp: hungUp)
            case .body:
                return ServerAnswer(framing: .chunked, body: [.text("one"), .open(begun), .hangUp(hungUp)])
            }
        }
        let request = try request(server)
        let error = await withTaskGroup(of: HTTPError?.self) { group in
            group.addTask {
                do throws(HTTPError) {
                    _ = try await transport.send(request)
                    return nil
                } catch {
                    return error
                }
            }
            await begun.opened()
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect(error?.kind == .cancelled)
        await hungUp.opened()
    }

    @Test("letting go of a body closes the connection")
    func abandons() async throws {
        let hungUp = Gate()
        let server = try TestServer { _ in
            ServerAnswer(framing: .chunked, body: [.text("one"), .hangUp(hungUp)])
        }
        do {
            let stream = try await transport.stream(request(server))
            #expect(stream.head.status == 200)
        }
        await hungUp.opened()
    }

    @Test("a body outlives the transport that opened it")
    func keepsLoop() async throws {
        let server = try TestServer { _ in .text("whole") }
        let body = try await CurlTransport().stream(request(server)).body
        #expect(try await body.collect() == Array("whole".utf8))
    }
}
