import Chat

/// What a message says, as everything behind the archive sees it.
enum SpokenText {
    /// Raised by hand when the same message would say something else.
    static var version: String {
        "1, redaction \(Redaction.version)"
    }

    static func text(of message: FeedMessage) -> String {
        redacted(raw(of: message))
    }

    /// A message without a text of its own says what it passes on, or what stands on its cards.
    static func raw(of message: FeedMessage) -> String {
        if !message.content.isEmpty { return message.content }
        if let forwarded = message.extras.forwarded, !forwarded.isEmpty { return forwarded }
        return message.extras.cards.joined(separator: "\n")
    }

    static func redacted(_ text: String) -> String {
        Redaction().redact(text).text
    }
}
