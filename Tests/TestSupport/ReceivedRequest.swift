/// A request as it reached a test's server.
public struct ReceivedRequest: Sendable {
    public let method: String
    /// Path and query.
    public let target: String
    /// Names in lower case.
    public let headers: [String: String]
    public let body: String
    /// Counted from 1, over all connections.
    public let number: Int
    /// Which connection it came by, counted from 1.
    public let connection: Int
}
