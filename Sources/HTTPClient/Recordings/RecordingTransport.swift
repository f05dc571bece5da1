import Synchronization

/// Lets another transport do the work, and hands out each exchange that was read to its end.
///
/// Kept are texts, and of the headers the few that change how an answer is taken. What has no place in a recording (see
/// `RecordedExchange.Question`, and answers that are not UTF-8) passes unrecorded.
public struct RecordingTransport: Transport {
    private let transport: any Transport
    private let record: @Sendable (RecordedExchange) -> Void

    /// - Parameter record: is called from any thread, for one exchange at a time of a body's reader.
    public init(_ transport: any Transport, record: @escaping @Sendable (RecordedExchange) -> Void) {
        self.transport = transport
        self.record = record
    }

    public func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        let stream = try await transport.open(request)
        guard let question = RecordedExchange.Question(request) else { return stream }
        let said = Mutex<[UInt8]?>([])
        let body = HTTPBody { () async throws(HTTPError) in
            var pieces = stream.body.makeAsyncIterator()
            let piece = try await pieces.next()
            if let piece {
                said.withLock { $0? += piece }
            } else if let text = said.withLock({ $0.take() }).flatMap({ String(validating: $0, as: UTF8.self) }) {
                record(RecordedExchange(question: question, head: stream.head.kept, body: text))
            }
            return piece
        }
        return HTTPStream(head: stream.head, body: body)
    }
}

extension HTTPHead {
    /// Others, such as cookies, may be secrets.
    fileprivate var kept: HTTPHead {
        var kept = HTTPHead(status: status)
        for name in ["Content-Type", "Retry-After", "Date"] {
            if let value = headers[name] { kept.headers.append(name, value) }
        }
        return kept
    }
}
