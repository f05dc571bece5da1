/// How deep things lie in an exported document.
enum DocumentDepth {
    /// Below the document, its array of messages and the message.
    static let memberOfMessage = 3
}
