/// Why a request brought no answer, without keys and without what was sent.
public struct HTTPError: Error, Equatable, Sendable {
    public let kind: Kind
    /// The address without its query.
    public let url: String

    public init(_ kind: Kind, url: String) {
        self.kind = kind
        self.url = url
    }

    public enum Kind: Equatable, Sendable {
        /// Not an absolute `http` or `https` address, or one with a user or password in it.
        case invalidURL
        /// A header, or the key under `Authorization`, with bytes that no header may have.
        case invalidHeader(name: String)
        /// The server refused; `excerpt` is the beginning of what it said.
        case status(Int, excerpt: String, retryAfter: Duration?)
        /// The server, or the proxy before it, was not reached.
        case unreachable(reason: String)
        /// Who answered is not known to be who was asked.
        case untrusted(reason: String)
        case timeout(Phase)
        /// The connection broke before the answer was whole.
        case interrupted(received: Int)
        case tooLarge(limit: Int)
        /// The server pointed to another origin; no key and no text is carried there.
        case redirected(to: String)
        case tooManyRedirects(limit: Int)
        case cancelled
        /// A recording has no (more) answer to the request.
        case unrecorded
        /// libcurl is not installed.
        case noLibrary
        /// What libcurl calls otherwise.
        case other(code: Int, reason: String)
    }

    public enum Phase: String, Sendable {
        case connecting
        case stall
        case total
    }

    /// Whether the same request may succeed later.
    public var isRetriable: Bool {
        switch kind {
        case .status(let status, _, _): [408, 425, 429, 500, 502, 503, 504].contains(status)
        case .unreachable, .timeout, .interrupted: true
        case .invalidURL, .invalidHeader, .untrusted, .tooLarge, .redirected, .tooManyRedirects, .cancelled,
            .unrecorded, .noLibrary, .other:
            false
        }
    }

    /// How long the server wants to be left alone.
    public var retryAfter: Duration? {
        if case .status(_, _, let retryAfter) = kind { retryAfter } else { nil }
    }
}

extension HTTPError: CustomStringConvertible {
    public var description: String {
        switch kind {
        case .invalidURL: "not an http or https address without user and password; keys are given apart from it"
        case .invalidHeader(let name): "\(url): the header \(name) has control characters; check the key"
        case .status(let status, let excerpt, _):
            "\(url) answered with status \(status)" + (excerpt.isEmpty ? "" : ": \(excerpt)")
        case .unreachable(let reason): "\(url) was not reached: \(reason); check the address, the network and the proxy"
        case .untrusted(let reason): "\(url) is not trusted: \(reason); check SSL_CERT_FILE"
        case .timeout(.connecting): "\(url) did not accept a connection in time"
        case .timeout(.stall): "\(url) fell silent"
        case .timeout(.total): "\(url) did not finish its answer in time"
        case .interrupted(let received): "\(url) broke off after \(received) bytes of its answer"
        case .tooLarge(let limit): "\(url) answered with more than \(limit) bytes"
        case .redirected(let origin):
            "\(url) redirects to \(origin), which was not asked; give that address if it is meant"
        case .tooManyRedirects(let limit): "\(url) redirects more than \(limit) times"
        case .cancelled: "\(url) was no longer wanted"
        case .unrecorded: "\(url): the recording has no answer to this request; record it again"
        case .noLibrary: "libcurl is not installed, and without it no server is reached; install Debian's libcurl4"
        case .other(let code, let reason): "\(url): \(reason) (libcurl \(code))"
        }
    }
}
