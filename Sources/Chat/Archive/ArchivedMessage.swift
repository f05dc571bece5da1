public import JSONStream

/// A message as the archive knows it at some time.
public struct ArchivedMessage: Sendable {
    public let key: MessageKey
    public let id: SourceID
    public let guild: SourceID
    public let channel: SourceID
    public let channelName: String
    public let author: Author
    public let time: Timestamp
    public var edited: Timestamp?
    public let type: MessageType
    public let isPinned: Bool
    /// The message that this one answers or refers to.
    public let reference: SourceID?
    /// Since when it has been known to be deleted.
    public var deleted: Timestamp?
    public var content: String
    /// What was posted beside the text (`MessageExtras`), as JSON.
    public var extras: String?
    public let reactions: String?

    public struct Author: Sendable {
        public let id: SourceID
        public let name: String
        public let nickname: String?
        public let isBot: Bool

        public init(id: SourceID, name: String, nickname: String?, isBot: Bool) {
            self.id = id
            self.name = name
            self.nickname = nickname
            self.isBot = isBot
        }

        /// The name that others see.
        public var displayName: String {
            nickname ?? name
        }
    }

    /// Where the message stands on the web; `@me` stands for direct messages.
    public var permalink: String {
        Chat.permalink(guild: guild, channel: channel, message: id)
    }
}

extension ArchivedMessage: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("guildId", guild)
            writer.member("channelId", channel)
            writer.member("channel", channelName)
            writer.object("author") { writer in
                writer.member("id", author.id)
                writer.member("name", author.name)
                writer.member("nickname", author.nickname)
                writer.member("isBot", author.isBot)
            }
            writer.member("time", time)
            writer.member("edited", edited)
            writer.member("deleted", deleted)
            writer.member("type", type.name)
            writer.member("isSystem", !type.isWritten)
            writer.member("isPinned", isPinned)
            writer.member("replyTo", reference)
            writer.member("content", content)
            writer.member("extras", extras.map(WrittenJSON.init))
            writer.member("reactions", reactions.map(WrittenJSON.init))
            writer.member("permalink", permalink)
        }
    }
}
