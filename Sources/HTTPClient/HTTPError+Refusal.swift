import CCurl

extension HTTPError {
    /// What a server said with a status that is not a success.
    init(refusal stream: HTTPStream, of request: HTTPRequest) async {
        var said: [UInt8] = []
        do {
            var pieces = stream.body.makeAsyncIterator()
            while said.count < Self.readLength, let piece = try await pieces.next() { said += piece }
        } catch {
            // The status says more than the end of its explanation.
        }
        let excerpt = Excerpt(of: said, without: [request.body, Array((request.key?.text ?? "").utf8)])
        self = request.failure(
            .status(stream.head.status, excerpt: excerpt.text, retryAfter: Self.retryAfter(stream.head.headers)))
    }

    /// Small explanations are read whole, so that their connection can be used again.
    private static var readLength: Int { 16 << 10 }

    /// RFC 9110, section 10.2.3. A date is compared with the server's own clock; without its `Date` it is not used.
    static func retryAfter(_ headers: HTTPHeaders) -> Duration? {
        guard let value = headers["Retry-After"] else { return nil }
        if let seconds = UInt32(value) { return .seconds(seconds) }
        guard let now = headers["Date"].map({ quarry_getdate($0) }), now >= 0 else { return nil }
        let then = quarry_getdate(value)
        return then < 0 ? nil : .seconds(max(0, then - now))
    }
}
