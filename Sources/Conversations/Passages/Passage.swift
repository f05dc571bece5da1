public import Chat

/// What is embedded: a run of messages of one conversation that fits the encoder's window.
public struct Passage: Equatable, Sendable {
    public enum Part: String, Sendable {
        /// The question of a conversation that asks one, by itself.
        case opening
        case body
    }

    public var part: Part
    /// What is embedded: a line that says where it is from, and what is said.
    public var text: String
    /// The messages, in the order of time, each with where its part of the text begins.
    public var messages: [Piece]

    /// What a passage has of one message.
    public struct Piece: Equatable, Sendable {
        public var message: MessageKey
        public var channelID: SourceID
        public var id: SourceID
        public var author: Int64
        public var name: String
        public var time: Timestamp
        /// In bytes.
        public var offset: Int
    }
}
