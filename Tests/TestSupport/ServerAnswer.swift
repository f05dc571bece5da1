/// What a test's server does with one request.
public struct ServerAnswer: Sendable {
    /// How the client learns where the body ends.
    public enum Framing: Sendable {
        case length
        case chunked
        /// `Content-Length` says this, whatever follows.
        case declared(Int)
    }

    public enum Piece: Sendable {
        case text(String)
        /// The client hears nothing until the gate opens.
        case wait(Gate)
        /// Opens the gate: whoever waits for it knows that what comes before was sent.
        case open(Gate)
        /// Sent again and again until the client has had enough.
        case endless(String)
        /// Waits until the client hangs up, and opens the gate.
        case hangUp(Gate)
        /// The server hangs up.
        case cut
    }

    public var status: Int
    public var headers: [(name: String, value: String)]
    public var framing: Framing
    /// What happens before the head is sent.
    public var before: [Piece] = []
    public var body: [Piece]

    public init(
        status: Int = 200, headers: [(name: String, value: String)] = [], framing: Framing = .length, body: [Piece]
    ) {
        self.status = status
        self.headers = headers
        self.framing = framing
        self.body = body
    }

    public static func text(
        _ text: String, status: Int = 200, type: String = "text/plain", headers: [(name: String, value: String)] = []
    ) -> ServerAnswer {
        ServerAnswer(status: status, headers: [("Content-Type", type)] + headers, body: [.text(text)])
    }

    public static func json(_ text: String, status: Int = 200) -> ServerAnswer {
        .text(text, status: status, type: "application/json")
    }

    public static func html(status: Int = 200) -> ServerAnswer {
        .text("<!doctype html><title>Welcome</title>", status: status, type: "text/html")
    }

    /// A body that ends before its declared length, with the connection.
    public static func half(_ text: String, type: String = "application/json") -> ServerAnswer {
        ServerAnswer(
            headers: [("Content-Type", type)], framing: .declared(text.utf8.count),
            body: [.text(String(text.prefix(text.count / 2))), .cut])
    }

    public static func redirect(to location: String, status: Int = 307) -> ServerAnswer {
        .text("", status: status, headers: [("Location", location)])
    }

    /// An event stream as written, its pieces in chunks of their own.
    public static func events(_ pieces: [Piece]) -> ServerAnswer {
        ServerAnswer(headers: [("Content-Type", "text/event-stream")], framing: .chunked, body: pieces)
    }

    /// Takes no notice of the client until it hangs up, and then opens the gate.
    public static func silent(hangUp: Gate) -> ServerAnswer {
        var answer = ServerAnswer(body: [])
        answer.before = [.hangUp(hangUp)]
        return answer
    }
}
