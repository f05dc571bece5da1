import Store

/// A channel as later stages see it.
public struct FeedChannel: Hashable, Sendable {
    public let key: ChannelKey
    public let id: SourceID
    public let guild: SourceID
    /// As the exporter names it: `GuildTextChat`, `GuildPublicThread`, …
    public let type: String
    public let name: String
    /// The category, or the parent channel of a thread or forum post.
    public let parent: SourceID?
    public let parentName: String?

    /// A thread or a forum post: one exchange by itself.
    public var isThread: Bool {
        type.hasSuffix("Thread")
    }

    public var isNews: Bool {
        type == "GuildNews"
    }

    /// Whether only some people may read it, as far as an export tells.
    public var isPrivate: Bool {
        type.hasPrefix("Direct") || type == "GuildPrivateThread"
    }

    /// What people call the place: of a thread, the channel that it hangs in.
    public var placeName: String {
        isThread ? parentName ?? name : name
    }

    /// What it may be called in a configuration: its id and name, and those of what is above it.
    public var names: [String] {
        [id.description, name, parent?.description, parentName].compactMap { $0 }
    }
}

extension FeedChannel {
    static let columns: SQL =
        """
        SELECT c.key, c.id, g.id, c.type, c.name, c.parent, c.parentName
        FROM channel c JOIN guild g ON g.key = c.guild
        """

    init(_ row: Row) throws(StoreError) {
        key = ChannelKey(rawValue: row.integer(0))
        id = try row[1]
        guild = try row[2]
        type = try row[3]
        name = try row[4]
        parent = try row[5]
        parentName = try row[6]
    }
}

/// Where a message stands on the web; `@me` stands for direct messages.
public func permalink(guild: SourceID, channel: SourceID, message: SourceID) -> String {
    "https://discord.com/channels/\(guild == .number(0) ? "@me" : guild.description)/\(channel)/\(message)"
}
