/// A message of an event stream (WHATWG HTML, section 9.2).
public struct ServerSentEvent: Sendable, Equatable {
    /// What the server calls this kind of message; `message` where it says nothing.
    public var name: String
    /// The lines of the message, joined by line feeds.
    public var data: String
    /// The last id that the server gave, with this message or before it.
    public var id: String

    public init(name: String = "message", data: String, id: String = "") {
        self.name = name
        self.data = data
        self.id = id
    }
}
