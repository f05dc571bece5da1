/// Serves one connection of a `TestServer`, request by request.
struct ServerConnection {
    private let socket: Socket
    private let number: Int
    private let journal: Journal
    private var unread: [UInt8] = []

    init(_ socket: Socket, number: Int, journal: Journal) {
        self.socket = socket
        self.number = number
        self.journal = journal
    }

    consuming func serve(_ answer: (ReceivedRequest) -> ServerAnswer) {
        var connection = self
        while let request = connection.nextRequest() {
            guard connection.send(answer(request)) else { break }
        }
        // A thread may still hold the socket's owner; the client is told now.
        connection.socket.shutDown()
    }

    private mutating func nextRequest() -> ReceivedRequest? {
        guard let head = take(until: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n")
        let words = lines.first?.split(separator: " ") ?? []
        guard words.count == 3 else { return nil }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count == 2 ? String(parts[1].drop { $0 == " " }) : ""
        }
        guard let body = take(headers["content-length"].flatMap { Int($0) } ?? 0) else { return nil }
        return journal.note { count in
            ReceivedRequest(
                method: String(words[0]), target: String(words[1]), headers: headers,
                body: String(decoding: body, as: UTF8.self), number: count, connection: number)
        }
    }

    private mutating func take(until mark: [UInt8]) -> [UInt8]? {
        while true {
            if let end = unread.indices.first(where: { unread[$0...].starts(with: mark) }) {
                defer { unread.removeFirst(end + mark.count) }
                return Array(unread[..<end])
            }
            guard receive() else { return nil }
        }
    }

    private mutating func take(_ count: Int) -> [UInt8]? {
        while unread.count < count {
            guard receive() else { return nil }
        }
        defer { unread.removeFirst(count) }
        return Array(unread[..<count])
    }

    private mutating func receive() -> Bool {
        let bytes = socket.receive()
        unread += bytes
        return !bytes.isEmpty
    }

    /// Whether the connection is good for another request.
    private func send(_ answer: ServerAnswer) -> Bool {
        for piece in answer.before {
            guard act(on: piece, isChunked: false) else { return false }
        }
        var head = "HTTP/1.1 \(answer.status) Answer\r\n"
        for header in answer.headers { head += "\(header.name): \(header.value)\r\n" }
        switch answer.framing {
        case .length: head += "Content-Length: \(answer.textLength)\r\n"
        case .declared(let length): head += "Content-Length: \(length)\r\n"
        case .chunked: head += "Transfer-Encoding: chunked\r\n"
        }
        guard socket.send(Array((head + "\r\n").utf8)) else { return false }
        let isChunked = if case .chunked = answer.framing { true } else { false }
        for piece in answer.body {
            guard act(on: piece, isChunked: isChunked) else { return false }
        }
        return !isChunked || socket.send(Array("0\r\n\r\n".utf8))
    }

    /// Whether the connection still stands.
    private func act(on piece: ServerAnswer.Piece, isChunked: Bool) -> Bool {
        switch piece {
        case .text(let text):
            return socket.send(framed(text, isChunked))
        case .wait(let gate):
            gate.pass()
            return true
        case .open(let gate):
            gate.open()
            return true
        case .endless(let text):
            let bytes = framed(text, isChunked)
            while socket.send(bytes) {}
            return false
        case .hangUp(let gate):
            while !socket.receive().isEmpty {}
            gate.open()
            return false
        case .cut:
            return false
        }
    }

    private func framed(_ text: String, _ isChunked: Bool) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard isChunked else { return bytes }
        return Array((String(bytes.count, radix: 16) + "\r\n").utf8) + bytes + Array("\r\n".utf8)
    }
}

extension ServerAnswer {
    fileprivate var textLength: Int {
        body.reduce(0) { sum, piece in
            if case .text(let text) = piece { sum + text.utf8.count } else { sum }
        }
    }
}
