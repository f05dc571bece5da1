import CCurl

/// Speaks HTTP/1.1 and 2 through libcurl, on one thread of its own.
///
/// Connections are kept and used again. Proxies come from `http_proxy`, `https_proxy` and `no_proxy`, trusted authorities from
/// `CURL_CA_BUNDLE`, else from `SSL_CERT_FILE` and `SSL_CERT_DIR`. A cancelled task closes its connection. Redirects are followed
/// within one origin (scheme, host and port), at most five times: no key and no text goes where the caller did not send it.
/// How many requests are under way at once is for the caller to bound.
public final class CurlTransport: Transport {
    /// Nil where libcurl is not installed: then every request fails and says so.
    private let loop = CurlLoop()

    public init() {}

    deinit {
        loop?.stop()
    }

    /// The version of libcurl in use; nil where it is not installed.
    public static var libraryVersion: String? {
        guard quarry_curl_library() != nil, let version = quarry_version() else { return nil }
        // `libcurl/7.88.1 OpenSSL/3.0.17 …`
        return String(cString: version).split(separator: " ").first.map { String($0.drop { $0 != "/" }.dropFirst()) }
    }

    public func open(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        let secret: HTTPHeaders = ["Authorization": request.key?.text ?? ""]
        if let name = request.headers.firstInvalidName ?? secret.firstInvalidName {
            throw request.failure(.invalidHeader(name: name))
        }
        var request = request
        for _ in 0...Self.redirectLimit {
            let stream = try await exchange(request)
            guard let next = try request.redirected(by: stream.head) else { return stream }
            request = next
        }
        throw request.failure(.tooManyRedirects(limit: Self.redirectLimit))
    }

    private static var redirectLimit: Int { 5 }

    private func exchange(_ request: HTTPRequest) async throws(HTTPError) -> HTTPStream {
        guard let loop else { throw request.failure(.noLibrary) }
        let reader = CurlReader(CurlExchange(request), loop: loop, transport: self)
        let head = try await reader.wait { $0.takeHead() }
        return HTTPStream(head: head, body: HTTPBody { () async throws(HTTPError) in try await reader.nextPiece() })
    }
}

/// The reading end of an exchange: when it goes, so does what is left of the transfer.
private final class CurlReader: Sendable {
    private let exchange: CurlExchange
    private let loop: CurlLoop
    /// Keeps the loop running.
    private let transport: CurlTransport

    init(_ exchange: CurlExchange, loop: CurlLoop, transport: CurlTransport) {
        self.exchange = exchange
        self.loop = loop
        self.transport = transport
        loop.post(.start(exchange))
    }

    deinit {
        if !exchange.reception.hasEnded { loop.post(.abandon(ObjectIdentifier(exchange))) }
    }

    func nextPiece() async throws(HTTPError) -> [UInt8]? {
        let piece = try await wait { $0.takePiece() }
        if piece.resumes { loop.post(.resume(ObjectIdentifier(exchange))) }
        return piece.bytes.isEmpty ? nil : piece.bytes
    }

    func wait<Value: Sendable>(
        _ take: @Sendable (inout Reception) -> Result<Value, HTTPError>?
    ) async throws(HTTPError) -> Value {
        let result = await withTaskCancellationHandler {
            await exchange.wait(for: take)
        } onCancel: {
            exchange.fail(.cancelled)
            loop.post(.abandon(ObjectIdentifier(exchange)))
        }
        return try result.get()
    }
}
