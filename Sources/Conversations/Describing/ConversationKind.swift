/// What a conversation is for.
public enum ConversationKind: String, Sendable, CaseIterable {
    case question
    case announcement
    case discussion
    case chatter
    /// Said by programs, notices of the system included.
    case bot
}

/// What has become of a question.
public enum ConversationStatus: String, Sendable, CaseIterable {
    case open
    case answered
    case disputed
}
