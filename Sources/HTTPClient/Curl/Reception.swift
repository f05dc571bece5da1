/// What has arrived of one answer and what its reader waits for: the decisions, without threads.
struct Reception {
    enum Verdict {
        case taken
        /// The reader is behind: the same bytes are wanted again after `resume`.
        case pause
        case refused
    }

    private var head: HTTPHead?
    private var waiting: [UInt8] = []
    private(set) var receivedCount = 0
    /// Whether the transfer waits for its reader.
    private(set) var isPaused = false
    private var end: Result<Void, HTTPError>?
    private let sizeLimit: Int

    init(sizeLimit: Int) {
        self.sizeLimit = sizeLimit
    }

    /// So much may wait for the reader.
    private static var backlog: Int { 256 << 10 }

    var hasEnded: Bool {
        end != nil
    }

    mutating func receive(_ head: HTTPHead) {
        if self.head == nil { self.head = head }
    }

    mutating func receive(_ bytes: UnsafeRawBufferPointer, failure: (HTTPError.Kind) -> HTTPError) -> Verdict {
        guard end == nil else { return .refused }
        if waiting.count >= Self.backlog {
            isPaused = true
            return .pause
        }
        guard receivedCount + bytes.count <= sizeLimit else {
            finish(.failure(failure(.tooLarge(limit: sizeLimit))))
            return .refused
        }
        receivedCount += bytes.count
        waiting.append(contentsOf: bytes)
        return .taken
    }

    mutating func resume() {
        isPaused = false
    }

    /// The first end counts.
    mutating func finish(_ end: Result<Void, HTTPError>) {
        if self.end == nil { self.end = end }
    }

    /// The head, once it is there. An answer that ends before its head has failed.
    func takeHead() -> Result<HTTPHead, HTTPError>? {
        if let head { return .success(head) }
        if case .failure(let error) = end { return .failure(error) }
        return nil
    }

    struct Piece {
        /// Empty at the end.
        let bytes: [UInt8]
        /// Whether the transfer waits for room, which there is now.
        let resumes: Bool
    }

    /// What has come since the last call, once there is something. Bytes that came before a failure are given first.
    mutating func takePiece() -> Result<Piece, HTTPError>? {
        guard waiting.isEmpty else {
            defer { waiting = [] }
            return .success(Piece(bytes: waiting, resumes: isPaused))
        }
        return end.map { end in end.map { Piece(bytes: [], resumes: false) } }
    }
}
