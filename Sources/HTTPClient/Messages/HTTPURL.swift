import CCurl

/// An absolute `http` or `https` address, without user or password: keys go into headers.
public struct HTTPURL: Hashable, Sendable {
    /// With whom one speaks: what a key was given for.
    struct Origin: Hashable, CustomStringConvertible {
        let scheme: String
        let host: String
        let port: String

        /// A port is told where it is not the scheme's own.
        var description: String {
            let isStandard = port == (scheme == "https" ? "443" : "80")
            return "\(scheme)://\(host)" + (isStandard ? "" : ":\(port)")
        }
    }

    let origin: Origin
    private var path: String
    private let query: String?

    public init(_ text: String) throws(HTTPError) {
        guard quarry_curl_library() != nil else { throw HTTPError(.noLibrary, url: "") }
        guard let url = Self(parsing: [text]) else { throw HTTPError(.invalidURL, url: "") }
        self = url
    }

    /// The address that a server means by `location`; nil if it is none.
    func resolving(_ location: String) -> HTTPURL? {
        HTTPURL(parsing: [text, location])
    }

    /// The address of a part of this one: `http://host/v1` with `embeddings` is `http://host/v1/embeddings`.
    public func appending(_ part: StaticString) -> HTTPURL {
        var url = self
        url.path += (path.hasSuffix("/") ? "" : "/") + "\(part)"
        return url
    }

    var text: String {
        description + (query.map { "?" + $0 } ?? "")
    }

    /// Whether the address carries more than its description tells.
    var hasQuery: Bool {
        query != nil
    }
}

extension HTTPURL: CustomStringConvertible {
    /// The address without its query, which may hold a key.
    public var description: String {
        "\(origin)\(path)"
    }
}

extension HTTPURL {
    /// Each text is read relative to the one before.
    private init?(parsing texts: [String]) {
        guard let parser = quarry_url() else { return nil }
        defer { quarry_url_cleanup(parser) }
        for text in texts {
            guard quarry_url_set(parser, CURLUPART_URL, text, UInt32(CURLU_DISALLOW_USER)) == CURLUE_OK else {
                return nil
            }
        }
        guard let scheme = parser.part(CURLUPART_SCHEME)?.lowercased(), scheme == "http" || scheme == "https",
            let host = parser.part(CURLUPART_HOST)?.lowercased(),
            let port = parser.part(CURLUPART_PORT, flags: CURLU_DEFAULT_PORT),
            let path = parser.part(CURLUPART_PATH)
        else { return nil }
        origin = Origin(scheme: scheme, host: host, port: port)
        self.path = path
        query = parser.part(CURLUPART_QUERY)
    }
}

extension OpaquePointer {
    /// One part of a parsed address.
    fileprivate func part(_ part: CURLUPart, flags: Int32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard quarry_url_get(self, part, &text, UInt32(flags)) == CURLUE_OK, let text else { return nil }
        defer { quarry_free(text) }
        return String(cString: text)
    }
}
