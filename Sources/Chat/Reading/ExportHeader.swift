/// What an export says about itself.
public struct ExportHeader: Sendable {
    struct Guild: Sendable {
        var id: SourceID
        var name: String
    }

    struct Channel: Sendable {
        var id: SourceID
        /// As the exporter names it: `GuildTextChat`, `GuildPublicThread`, …
        var type: String
        var name: String
        /// The category, or the parent channel of a thread or forum post.
        var parent: SourceID?
        var parentName: String?
        var topic: String?
    }

    var guild: Guild
    var channel: Channel
    var after: Timestamp?
    var before: Timestamp?
    /// When it was made; where the export does not say, the time of its newest message or edit.
    public var exportedAt: Timestamp

    public var channelID: SourceID {
        channel.id
    }

    /// What the channel may be called in a configuration: its id and name, and those of what is above it.
    public var channelNames: [String] {
        [channel.id.description, channel.name, channel.parent?.description, channel.parentName].compactMap { $0 }
    }
}
