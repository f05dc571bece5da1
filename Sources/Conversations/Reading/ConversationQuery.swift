public import Chat

/// Which conversations are wanted. All conditions must hold; an empty list is no condition.
public struct ConversationQuery: Sendable {
    /// By name or id, of a thread also those of what is above it.
    public var channels: [String] = []
    public var kinds: [ConversationKind] = []
    public var statuses: [ConversationStatus] = []
    /// By name, nickname or id: who said anything.
    public var author: String?
    /// Those that ended at this time or later.
    public var since: Timestamp?
    /// Those that began up to this time.
    public var until: Timestamp?
    public var limit = 50
    public var offset = 0

    public init() {}
}

/// A conversation in a list.
public struct ConversationSummary: Sendable {
    /// Of its first message.
    public let id: SourceID
    let key: MessageKey
    public let channel: FeedChannel
    /// Redacted, like all that is said here.
    public let title: String
    public let kind: ConversationKind
    public let status: ConversationStatus?
    public let asker: ArchivedMessage.Author?
    public let messageCount: Int
    public let peopleCount: Int
    public let began: Timestamp
    public let ended: Timestamp
    /// Where its first message stands on the web.
    public let permalink: String
}

/// A message of a conversation with its link.
public struct ConversationTurn: Sendable {
    public let id: SourceID
    public let channel: SourceID
    public let author: ArchivedMessage.Author
    public let time: Timestamp
    /// Redacted.
    public let text: String
    /// The message that it answers.
    public let parent: SourceID?
    /// Of the link.
    public let probability: Float
    /// What the message is to the conversation.
    public let evidence: [EvidenceKind]
    public let permalink: String
}

/// A link that may be another one.
public struct UnsureLink: Sendable {
    public let conversation: SourceID
    public let channel: FeedChannel
    public let message: SourceID
    /// Absent where the message begins a conversation.
    public let parent: SourceID?
    public let probability: Float
    /// Absent: that the message begins a conversation.
    public let rival: SourceID?
    public let rivalProbability: Float
}
