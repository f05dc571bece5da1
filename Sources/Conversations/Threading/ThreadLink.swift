public import Chat

/// What a message answers, as a threader sees it. Links point back, so they make a forest: each tree is a conversation.
public struct ThreadLink: Hashable, Sendable {
    public var message: MessageKey
    /// Absent where the message starts a conversation.
    public var parent: MessageKey?
    /// The first message of the conversation: the message itself where it starts one.
    public var conversation: MessageKey
    /// How sure the threader is, in 0...1; 1 where the message itself says what it answers.
    public var probability: Float
    /// The next best choice, where there was one.
    public var rival: Rival?

    /// A choice that was not taken.
    public struct Rival: Hashable, Sendable {
        /// Absent: that the message starts a conversation.
        public var parent: MessageKey?
        public var probability: Float

        public init(parent: MessageKey?, probability: Float) {
            self.parent = parent
            self.probability = probability
        }
    }

    public init(
        message: MessageKey, parent: MessageKey?, conversation: MessageKey, probability: Float, rival: Rival? = nil
    ) {
        self.message = message
        self.parent = parent
        self.conversation = conversation
        self.probability = probability
        self.rival = rival
    }
}
