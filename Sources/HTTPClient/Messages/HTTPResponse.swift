/// An answer as it arrives: the head is there, the body may still be on its way.
public struct HTTPStream: Sendable {
    public let head: HTTPHead
    public let body: HTTPBody

    public init(head: HTTPHead, body: HTTPBody) {
        self.head = head
        self.body = body
    }
}

/// The status and header of an answer.
public struct HTTPHead: Sendable, Equatable {
    public var status: Int
    public var headers: HTTPHeaders

    public init(status: Int, headers: HTTPHeaders = [:]) {
        self.status = status
        self.headers = headers
    }
}

/// An answer that has arrived whole.
public struct HTTPResponse: Sendable, Equatable {
    public let head: HTTPHead
    public let body: [UInt8]
}
