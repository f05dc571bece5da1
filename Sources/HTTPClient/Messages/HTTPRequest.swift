/// What is asked of a server.
public struct HTTPRequest: Sendable {
    public enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    public var method: Method
    public var url: HTTPURL
    public var headers: HTTPHeaders
    /// Sent as `Authorization: Bearer`.
    public var key: BearerKey?
    public var body: [UInt8]
    public var limits: HTTPLimits

    public init(
        _ method: Method, _ url: HTTPURL, headers: HTTPHeaders = [:], key: BearerKey? = nil, body: [UInt8] = [],
        limits: HTTPLimits = .standard
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.key = key
        self.body = body
        self.limits = limits
    }

    func failure(_ kind: HTTPError.Kind) -> HTTPError {
        HTTPError(kind, url: url.description)
    }
}

/// How long and how much a caller bears.
public struct HTTPLimits: Sendable {
    /// Until the server is reached.
    public var connecting: Duration = .seconds(15)
    /// From the first attempt to connect to the last byte, the caller's own pauses between reads included.
    public var total: Duration = .seconds(600)
    /// Without a byte in either direction, while the caller is reading.
    public var stall: Duration = .seconds(120)
    /// Bytes of the answer's body.
    public var bodySize = 64 << 20

    public static let standard = HTTPLimits()

    public init() {}
}
