public import HTTPClient
public import JSONStream

/// A line of a recording: `method`, `url` (without query), `body`, `status`, `headers` (an object), `answer`.
extension RecordedExchange: JSONEncodable, JSONDecodable {
    public init(line: String) throws(JSONError) {
        try self.init(json: Array(line.utf8))
    }

    public var line: String {
        var writer = JSONWriter()
        writer.element(self)
        return writer.text
    }

    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("method", question.method.rawValue)
            writer.member("url", question.url)
            writer.member("body", question.body)
            writer.member("status", head.status)
            writer.object("headers") { writer in
                for field in head.headers.fields { writer.member(field.name, field.value) }
            }
            writer.member("answer", body)
        }
    }

    public init(from cursor: inout JSONCursor) throws(JSONError) {
        let start = cursor.offset
        var method: HTTPRequest.Method?
        var (url, body, answer): (String?, String?, String?)
        var (status, headers): (Int?, HTTPHeaders?)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "method": method = HTTPRequest.Method(rawValue: try cursor.decode())
            case "url": url = try cursor.decode()
            case "body": body = try cursor.decode()
            case "status": status = try cursor.decode()
            case "headers": headers = try Self.headers(from: &cursor)
            case "answer": answer = try cursor.decode()
            default: try cursor.skip()
            }
        }
        guard let method, let url, let body, let status, let headers, let answer else {
            throw JSONError(.unacceptable(expected: "an exchange with all its parts"), at: start)
        }
        self.init(
            question: Question(method: method, url: url, body: body), head: HTTPHead(status: status, headers: headers),
            body: answer)
    }

    private static func headers(from cursor: inout JSONCursor) throws(JSONError) -> HTTPHeaders {
        var headers = HTTPHeaders()
        try cursor.beginObject()
        while let name = try cursor.nextKey()?.string { headers.append(name, try cursor.decode()) }
        return headers
    }
}
