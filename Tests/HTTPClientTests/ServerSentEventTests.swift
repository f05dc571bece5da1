import HTTPClient
import TestSupport
import Testing

@Suite("Server-sent events")
struct ServerSentEventTests {
    struct Document: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String
        let events: [ServerSentEvent]

        init(_ description: String, _ text: String, _ events: [ServerSentEvent]) {
            testDescription = description
            self.text = text
            self.events = events
        }
    }

    static let documents = [
        Document("nothing", "", []),
        Document("one message", "data: a\n\n", [ServerSentEvent(data: "a")]),
        Document("a cut message", "data: a\n\ndata: b\n", [ServerSentEvent(data: "a")]),
        Document(
            "three line ends", "data: a\r\rdata: b\r\n\r\ndata: c\n\n",
            [ServerSentEvent(data: "a"), ServerSentEvent(data: "b"), ServerSentEvent(data: "c")]),
        Document(
            "several lines, and blanks only the first of which is dropped", "data:a\ndata:  b\ndata\ndata: \n\n",
            [ServerSentEvent(data: "a\n b\n\n")]),
        Document("a byte order mark", "\u{feff}data: a\n\n\u{feff}data: b\n\n", [ServerSentEvent(data: "a")]),
        Document(
            "names, which count once", "event: x\ndata: a\n\ndata: b\n\nevent: lost\n\ndata: c\n\n",
            [ServerSentEvent(name: "x", data: "a"), ServerSentEvent(data: "b"), ServerSentEvent(data: "c")]),
        Document(
            "ids, which stay", "id: 1\ndata: a\n\ndata: b\n\nid: 2\u{0}\ndata: c\n\nid\ndata: d\n\n",
            [
                ServerSentEvent(data: "a", id: "1"), ServerSentEvent(data: "b", id: "1"),
                ServerSentEvent(data: "c", id: "1"), ServerSentEvent(data: "d"),
            ]),
        Document(
            "comments and unknown fields", ": hello\n\nretry: 5x\nfoo: bar\ndata: {\"é\": \"日本\"}\n: x\n\n",
            [ServerSentEvent(data: "{\"é\": \"日本\"}")]),
        Document("an empty message", "data\n\ndata:\n\n\n", [ServerSentEvent(data: ""), ServerSentEvent(data: "")]),
    ]

    @Test("a document means the same however it is cut", arguments: documents)
    func parses(_ document: Document) {
        let bytes = Array(document.text.utf8)
        for first in 0...bytes.count {
            for second in first...bytes.count {
                var parser = ServerSentEventParser()
                let pieces = [bytes[..<first], bytes[first..<second], bytes[second...]]
                #expect(pieces.flatMap { parser.feed(Array($0)) } == document.events, "cut at \(first) and \(second)")
            }
        }
        var parser = ServerSentEventParser()
        #expect(bytes.flatMap { parser.feed([$0]) } == document.events)
    }

    @Test("the time to wait is read from digits only")
    func readsRetry() {
        var parser = ServerSentEventParser()
        _ = parser.feed(Array("retry: 1500\nretry: +7\nretry: 1.5\n".utf8))
        #expect(parser.reconnectionTime == .milliseconds(1500))
    }

    @Test("messages arrive while the server is still speaking")
    func streams() async throws {
        let gate = Gate()
        let server = try TestServer { _ in
            .events([.text("data: {\"a\""), .text(": 1}\r\n\r\n"), .wait(gate), .text("data: [DONE]\n\ndata: cut")])
        }
        let stream = try await CurlTransport().stream(HTTPRequest(.get, HTTPURL(server.url)))
        var events = stream.body.events.makeAsyncIterator()
        #expect(try await events.next()?.data == "{\"a\": 1}")
        gate.open()
        #expect(try await events.next()?.data == "[DONE]")
        #expect(try await events.next() == nil)
    }
}
