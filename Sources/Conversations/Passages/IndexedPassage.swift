public import Chat
import Store

/// A passage with all that is indexed with it.
public struct IndexedPassage: Sendable {
    /// Greater than that of every passage before it; a passage that changes gets a new one.
    public let key: Int64
    public let content: Content

    public struct Content: Sendable {
        public let passage: Passage
        /// The id of the conversation's first message.
        public let conversation: SourceID
        public let title: String
        public let kind: ConversationKind
        public let status: ConversationStatus?
        /// In whose stream the conversation is.
        public let channel: FeedChannel
        /// The message that it is found for where nothing says it better.
        public let best: Passage.Piece
    }
}

extension IndexedPassage.Content {
    init(of reading: ConversationReading, _ passage: Passage) {
        self.init(
            passage: passage, conversation: reading.id, title: reading.signals.title, kind: reading.signals.kind,
            status: reading.signals.status, channel: reading.setting.channel, best: reading.best(of: passage))
    }

    /// Of everything that is indexed.
    var hash: [UInt8] {
        var parts = [
            passage.part.rawValue, passage.text, conversation.description, title, kind.rawValue, status?.rawValue ?? "",
            channel.id.description, channel.placeName, best.id.description,
        ]
        for piece in passage.messages { parts += [piece.id.description, piece.name, String(piece.offset)] }
        return Array(ContentHash(of: Array(parts.joined(separator: "\u{0}").utf8)).bytes.prefix(16))
    }
}
