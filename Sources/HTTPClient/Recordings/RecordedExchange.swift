/// A request and the answer it got, as kept for playing back: texts, without any header of the request.
public struct RecordedExchange: Sendable, Equatable {
    /// What tells one request from another. Keys and other headers are no part of it.
    public struct Question: Sendable, Hashable {
        public var method: HTTPRequest.Method
        /// The address without its query.
        public var url: String
        public var body: String

        public init(method: HTTPRequest.Method, url: String, body: String) {
            self.method = method
            self.url = url
            self.body = body
        }

        /// Nil for a request with a query, which may hold a key, or with a body that is not text.
        init?(_ request: HTTPRequest) {
            guard !request.url.hasQuery, let body = String(validating: request.body, as: UTF8.self) else { return nil }
            self.init(method: request.method, url: request.url.description, body: body)
        }
    }

    public var question: Question
    public var head: HTTPHead
    public var body: String

    public init(question: Question, head: HTTPHead, body: String) {
        self.question = question
        self.head = head
        self.body = body
    }
}
