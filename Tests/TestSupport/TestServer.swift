import Foundation
import Synchronization

/// An HTTP/1.1 server on the loopback interface that answers as a test says; it closes with its last reference.
///
/// One thread listens, and one serves each connection. Requests need a `Content-Length` where they have a body.
public final class TestServer: Sendable {
    public let port: Int
    private let listener: Socket
    private let journal: Journal

    /// - Parameter answer: is called on the connection's thread.
    public init(_ answer: @escaping @Sendable (ReceivedRequest) -> ServerAnswer) throws {
        let (listener, port) = try Socket.listening()
        let journal = Journal()
        self.listener = listener
        self.port = port
        self.journal = journal
        Thread.detachNewThread {
            while let socket = listener.accepted() {
                guard let number = journal.begin(socket) else { return }
                Thread.detachNewThread {
                    ServerConnection(socket, number: number, journal: journal).serve(answer)
                    journal.end(number)
                }
            }
        }
    }

    deinit {
        listener.shutDown()
        journal.close()
    }

    public var url: String {
        "http://127.0.0.1:\(port)"
    }

    /// How many connections were made so far.
    public var connectionCount: Int {
        journal.connectionCount
    }

    public var requests: [ReceivedRequest] {
        journal.requests
    }
}

/// What has happened at a server.
final class Journal: Sendable {
    private struct State {
        var connectionCount = 0
        var sockets: [Int: Socket] = [:]
        var requests: [ReceivedRequest] = []
        var isClosed = false
    }

    private let state = Mutex(State())

    var connectionCount: Int {
        state.withLock { $0.connectionCount }
    }

    var requests: [ReceivedRequest] {
        state.withLock { $0.requests }
    }

    /// The number of a new connection; nil once the server is closed.
    func begin(_ socket: Socket) -> Int? {
        state.withLock { state in
            guard !state.isClosed else { return nil }
            state.connectionCount += 1
            state.sockets[state.connectionCount] = socket
            return state.connectionCount
        }
    }

    func end(_ connection: Int) {
        state.withLock { $0.sockets[connection] = nil }
    }

    /// Notes a request, which is made with its number.
    func note(_ request: (Int) -> ReceivedRequest) -> ReceivedRequest {
        state.withLock { state in
            let request = request(state.requests.count + 1)
            state.requests.append(request)
            return request
        }
    }

    func close() {
        state.withLock { state in
            state.isClosed = true
            for socket in state.sockets.values { socket.shutDown() }
        }
    }
}
