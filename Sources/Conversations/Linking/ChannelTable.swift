import Chat

/// The channels of an archive, and which messages began a thread.
struct ChannelTable {
    private(set) var byKey: [ChannelKey: FeedChannel] = [:]
    private var byID: [SourceID: FeedChannel] = [:]

    init(_ channels: [FeedChannel] = []) {
        for channel in channels {
            byKey[channel.key] = channel
            byID[channel.id] = channel
        }
    }

    var isEmpty: Bool {
        byKey.isEmpty
    }

    subscript(_ key: ChannelKey) -> FeedChannel? {
        byKey[key]
    }

    func channel(_ id: SourceID) -> FeedChannel? {
        byID[id]
    }

    /// The thread that began with a message of another channel: Discord gives it the message's id.
    func thread(begunBy id: SourceID, in channel: ChannelKey) -> FeedChannel? {
        guard let thread = byID[id], thread.isThread, let place = byKey[channel], thread.parent == place.id else {
            return nil
        }
        return thread
    }
}

extension FeedMessage {
    /// Where a message is linked.
    enum Home: Equatable {
        /// Among what its channel's people say.
        case stream
        /// In a thread that it belongs to, although it stands in the channel above.
        case thread(ChannelKey)
        /// A notice of the system: nobody answers it, and it answers nobody.
        case alone
    }

    func home(_ channels: ChannelTable) -> Home {
        guard let own = channels[channel], !own.isThread else { return .stream }
        if let thread = channels.thread(begunBy: id, in: channel) { return .thread(thread.key) }
        guard !type.isWritten else { return .stream }
        if let named = startedThread, let thread = channels.channel(named), thread.isThread {
            return .thread(thread.key)
        }
        return .alone
    }

    /// The thread that a notice says was started.
    var startedThread: SourceID? {
        type == .threadCreated ? extras.referenceChannel : nil
    }

    /// The message of the same channel that it says it answers.
    var answeredID: SourceID? {
        guard type.isWritten, !extras.isForward, extras.referenceChannel == nil else { return nil }
        return reference
    }
}
