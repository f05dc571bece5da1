public import Chat

/// What a threader sees of one message of a channel.
///
/// The utterances of a channel come in the order of time, then the source's id; notices that nobody can answer do not come.
public struct Utterance: Sendable {
    /// Unique in its archive.
    public var key: MessageKey
    public var time: Timestamp
    /// Who wrote it, by a number of the archive.
    public var author: Int64
    /// What others call the author.
    public var name: String
    /// The redacted text.
    public var text: String
    public var kind: Kind
    /// The message that it says it answers.
    public var answers: Answered?
    /// Whom it mentions by the platform's own sign, not by a name in its text.
    public var mentions: [Int64]
    /// Where its text lies, of length 1; absent without an encoder.
    public var vector: [Float]?

    public enum Kind: Sendable {
        case person
        case bot
        /// Worded by the system: somebody joined, a message was pinned.
        case notice
    }

    /// A message that another one answers, which may be older than what a threader remembers.
    public struct Answered: Hashable, Sendable {
        public var message: MessageKey
        /// The first message of its conversation.
        public var conversation: MessageKey

        public init(message: MessageKey, conversation: MessageKey) {
            self.message = message
            self.conversation = conversation
        }
    }

    public init(
        key: MessageKey, time: Timestamp, author: Int64, name: String, text: String, kind: Kind = .person,
        answers: Answered? = nil, mentions: [Int64] = [], vector: [Float]? = nil
    ) {
        self.key = key
        self.time = time
        self.author = author
        self.name = name
        self.text = text
        self.kind = kind
        self.answers = answers
        self.mentions = mentions
        self.vector = vector
    }
}
