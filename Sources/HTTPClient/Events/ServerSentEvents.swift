extension HTTPBody {
    /// The body as an event stream. The request's `bodySize` bounds what one message may hold.
    public var events: ServerSentEvents {
        ServerSentEvents(body: self)
    }
}

/// The messages of an event stream, each as soon as it is whole; to be read once.
public struct ServerSentEvents: AsyncSequence, Sendable {
    public typealias Failure = HTTPError

    fileprivate let body: HTTPBody

    public func makeAsyncIterator() -> Iterator {
        Iterator(pieces: body.makeAsyncIterator())
    }

    public struct Iterator: AsyncIteratorProtocol {
        fileprivate var pieces: HTTPBody.Iterator
        private var parser = ServerSentEventParser()
        private var ready: ArraySlice<ServerSentEvent> = []

        fileprivate init(pieces: HTTPBody.Iterator) {
            self.pieces = pieces
        }

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(HTTPError) -> ServerSentEvent? {
            while ready.isEmpty {
                guard let piece = try await pieces.next(isolation: actor) else { return nil }
                ready = parser.feed(piece)[...]
            }
            return ready.popFirst()
        }
    }
}
