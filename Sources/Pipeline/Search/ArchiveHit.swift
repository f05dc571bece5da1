public import Chat
public import JSONStream
public import Search

/// A passage that a search of an archive found.
public struct ArchiveHit: Sendable {
    public var conversationID: String
    /// Of its best message.
    public var channelID: String
    public var messageIDs: [String]
    /// Its best message: the one that speaks most to the query.
    public var messageID: String
    public var author: String
    public var time: Timestamp
    public var permalink: String
    /// What the messages say, redacted.
    public var text: String
    public var score: Double
    /// Counted from 1.
    public var rank: Int

    /// What the conversation is called.
    public var title: String
    public var channel: String
    public var kind: String
    /// Of a question.
    public var status: String?
    /// What its best message says.
    public var best: String
    public var found: FoundPassage
}

extension ArchiveHit: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { write(membersTo: &$0) }
    }

    /// The members alone, for whoever adds some.
    public func write(membersTo writer: inout JSONWriter) {
        writer.member("conversationId", conversationID)
        writer.member("channelId", channelID)
        writer.member("messageIds", messageIDs)
        writer.member("messageId", messageID)
        writer.member("author", author)
        writer.member("time", time)
        writer.member("permalink", permalink)
        writer.member("text", text)
        writer.member("score", score)
        writer.member("rank", rank)
    }
}
