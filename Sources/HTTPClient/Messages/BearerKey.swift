/// A key that a server knows its caller by. It is sent and never shown: every description of it is the same.
public struct BearerKey: Sendable {
    let text: String

    /// White space around the key, such as the line end of the file it was kept in, is not part of it.
    public init(_ text: String) {
        self.text = text.trimmed
    }
}

extension BearerKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "(key)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
