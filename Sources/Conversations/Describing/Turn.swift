import Chat

/// One message of a conversation, as it is described.
struct Turn: Sendable {
    var key: MessageKey
    var place: MessagePlace
    /// Where it stands, which for the first message of a thread is the channel above.
    var channel: SourceID
    var author: Int64
    var name: String
    var kind: Utterance.Kind
    /// Redacted.
    var text: String
    var words: Words
    /// The message that it says it answers, or that a threader says.
    var parent: MessageKey?
    var reactions: [Reaction] = []
    var isPinned = false
    /// Passed on from another channel.
    var isForward = false
}

/// Where a conversation takes place.
struct Setting: Sendable {
    let channel: FeedChannel
    /// Whether it has a channel, thread or post of its own.
    let isThread: Bool
    /// What a thread or post is called, redacted.
    let title: String?
    /// Whether people come here to ask.
    let isForHelp: Bool

    init(channel: FeedChannel) {
        self.channel = channel
        isThread = channel.isThread
        title = channel.isThread ? SpokenText.redacted(channel.name) : nil
        let name = channel.placeName.lowercased()
        isForHelp = Self.helpNames.contains { name.contains($0) }
    }

    private static let helpNames = [
        "help", "support", "question", "ask", "troubleshoot", "faq", "issue", "hilfe", "frage", "ayuda", "aide", "帮助",
        "求助",
        "помощь", "質問",
    ]
}
