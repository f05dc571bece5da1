import Synchronization

/// Plays answers back without a server. A request that was recorded several times gets its answers in their order, each once.
public final class RecordedTransport: Transport {
    private let answers: Mutex<[RecordedExchange.Question: ArraySlice<RecordedExchange>]>

    public init(_ exchanges: [RecordedExchange]) {
        answers = Mutex(Dictionary(grouping: exchanges, by: \.question).mapValues { $0[...] })
    }

    public func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        guard !Task.isCancelled else { throw request.failure(.cancelled) }
        let answer = RecordedExchange.Question(request).flatMap { question in
            answers.withLock { $0[question]?.popFirst() }
        }
        guard let answer else { throw request.failure(.unrecorded) }
        let piece = Mutex<[UInt8]?>(Array(answer.body.utf8))
        return HTTPStream(head: answer.head, body: HTTPBody { piece.withLock { $0.take() } })
    }
}
