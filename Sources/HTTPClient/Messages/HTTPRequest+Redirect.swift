extension HTTPRequest {
    /// What the server asks for instead, if it asks (RFC 9110, section 15.4); an error if that is another origin.
    func redirected(by head: HTTPHead) throws(HTTPError) -> HTTPRequest? {
        guard [301, 302, 303, 307, 308].contains(head.status), let target = head.headers["Location"],
            let url = url.resolving(target)
        else { return nil }
        guard url.origin == self.url.origin else { throw failure(.redirected(to: url.origin.description)) }
        var request = self
        request.url = url
        // As browsers do; 307 and 308 were made because of it.
        if head.status <= 303 {
            request.method = .get
            request.body = []
        }
        return request
    }
}
