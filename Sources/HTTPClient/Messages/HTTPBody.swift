/// The bytes of an answer in pieces, as the server sends them, to be read once.
///
/// A reader who pauses makes the server wait; one who lets go of the body ends the transfer.
public struct HTTPBody: AsyncSequence, Sendable {
    public typealias Failure = HTTPError

    private let read: @Sendable () async throws(HTTPError) -> [UInt8]?

    /// - Parameter read: gives the next piece, nil after the last.
    init(read: @escaping @Sendable () async throws(HTTPError) -> [UInt8]?) {
        self.read = read
    }

    public func makeAsyncIterator() -> Iterator {
        Iterator(read: read)
    }

    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let read: @Sendable () async throws(HTTPError) -> [UInt8]?

        public mutating func next(isolation actor: isolated (any Actor)?) async throws(HTTPError) -> [UInt8]? {
            try await read()
        }
    }

    /// All that is left.
    public func collect() async throws(HTTPError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let piece = try await read() { bytes += piece }
        return bytes
    }
}
