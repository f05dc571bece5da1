import Chat
import Store

// Links are made channel by channel, in the order of time. A link is a function of the message, of the last `memory` utterances
// of its channel with their links, and of the conversation of the message that it says it answers. So it is made again
// from every place where one of those may have changed, until `memory` messages in a row came out as they were; where a
// message moves to another conversation, the links of its answers are made again too. The end is the same as that of a
// run over everything, because every link depends on earlier messages only.
extension ConversationStore {
    /// Makes links again where they may have changed, in one transaction; nil when all are as they should be.
    ///
    /// - Returns: how many messages were gone through.
    func linkPortion<Model: Threader>(by model: Model.Type, limit: Int) throws -> Int? {
        if channels.isEmpty { channels = ChannelTable(try database.channels()) }
        guard let key = try database.nextRelinkedChannel() else { return nil }
        guard let channel = channels[key] else { preconditionFailure("links of a channel that is not there") }
        return try inTransaction {
            channel.isThread
                ? try relink(channel, by: GivenThreader.self, limit: limit)
                : try relink(channel, by: model, limit: limit)
        }
    }

    private func relink<Model: Threader>(
        _ channel: FeedChannel, by model: Model.Type, limit: Int
    ) throws -> Int {
        var pass = LinkPass(
            channel: channel, list: try database.relinks(of: channel),
            adopted: channel.isThread ? try database.adopted(by: channel.key) : [], mayAwait: try hasWaiting())
        var count = 0
        while let start = pass.list.first?.start, count < limit {
            count += try walk(from: start, by: model, limit: limit - count, &pass)
        }
        try database.replaceRelinks(of: channel, by: pass.list)
        return count
    }

    /// Goes through messages until nothing more can have changed.
    private func walk<Model: Threader>(
        from start: MessagePlace, by model: Model.Type, limit: Int, _ pass: inout LinkPass
    ) throws -> Int {
        var threader = try threader(model, before: start, pass)
        var stream = ChannelStream(pass.channel.key, adopted: pass.adopted, from: start)
        var reach = Timestamp(rawValue: .min)
        var unchanged = 0
        var count = 0
        while let message = try stream.next(&database) {
            if let further = pass.list.takeStarted(by: message.place) { reach = max(reach, further) }
            if message.place.time > reach, unchanged >= Model.memory { return count }
            if count >= limit {
                pass.list.insert(
                    RelinkList.Range(start: message.place, last: max(reach, message.place.time)))
                return count
            }
            count += 1
            switch try link(message.key, by: &threader, &pass) {
            case .changed: unchanged = 0
            case .unchanged: unchanged += 1
            case .elsewhere: break
            }
        }
        pass.list.removeAll()
        return count
    }

    /// A threader that remembers what came before a place.
    private func threader<Model: Threader>(
        _ model: Model.Type, before place: MessagePlace, _ pass: LinkPass
    ) throws -> Model {
        var known: [(Utterance, ThreadLink)] = []
        var end = place
        while known.count < Model.memory {
            let keys = try ChannelStream.before(
                end, in: pass.channel.key, adopted: pass.adopted, limit: Model.memory - known.count, &database)
            guard let last = keys.last else { break }
            for key in keys {
                guard let message = try database.feedMessage(key.key),
                    message.home(channels) == .stream || pass.isThread,
                    let stored = try database.link(of: key.key)
                else { continue }
                known.append((try utterance(message, in: pass.channel), stored.link))
            }
            end = last.place
        }
        var threader = Model()
        for (utterance, link) in known.reversed() { threader.recall(utterance, link) }
        return threader
    }

    // MARK: One message

    private func link<Model: Threader>(
        _ key: MessageKey, by threader: inout Model, _ pass: inout LinkPass
    ) throws -> LinkOutcome {
        guard let message = try database.feedMessage(key) else { preconditionFailure("a message that is not there") }
        let stored = try database.link(of: key)
        let link: ThreadLink
        switch pass.isThread ? .stream : message.home(channels) {
        case .thread(let thread): return try leave(message, stored, to: thread)
        case .alone:
            link = ThreadLink(message: key, parent: nil, conversation: key, probability: 1)
            if let thread = message.startedThread { try wait(for: thread, key) }
        case .stream:
            let utterance = try utterance(message, in: pass.channel)
            link = threader.link(utterance)
            if let answered = message.answeredID {
                if utterance.answers == nil {
                    try wait(for: answered, key)
                } else if pass.mayAwait {
                    try database.execute("DELETE FROM waiting WHERE message = ?", key.rawValue)
                }
            }
        }
        let made = StoredLink(link: link, channel: pass.channel.key, time: message.time, digest: message.digest)
        if made != stored { try replace(stored, by: made, message, &pass) }
        if !pass.isThread, message.home(channels) == .alone { return .elsewhere }
        return made == stored ? .unchanged : .changed
    }

    private func wait(for target: SourceID, _ key: MessageKey) throws {
        try database.execute("INSERT OR REPLACE INTO waiting VALUES (?, ?)", key.rawValue, target)
    }

    /// Leaves a message to the thread that it belongs to.
    private func leave(
        _ message: FeedMessage, _ stored: StoredLink?, to thread: ChannelKey
    ) throws -> LinkOutcome {
        try database.execute(
            "INSERT OR IGNORE INTO adopted VALUES (?, ?)", thread.rawValue, message.key.rawValue)
        if message.startedThread != nil {
            try database.execute("DELETE FROM waiting WHERE message = ?", message.key.rawValue)
        }
        if stored?.channel != thread || stored?.digest != message.digest || stored?.time != message.time {
            try relink(message.place, in: thread)
        }
        return stored?.channel == message.channel ? .changed : .elsewhere
    }

    private func replace(
        _ stored: StoredLink?, by made: StoredLink, _ message: FeedMessage, _ pass: inout LinkPass
    ) throws {
        let isAdopted = message.channel != made.channel
        var former = stored.map { [$0.conversation] } ?? []
        // Answers from the channel above take the message that began a thread for the thread's first until it is linked.
        if isAdopted, stored?.conversation != message.key { former.append(message.key) }
        for conversation in former where conversation != made.conversation {
            try pass.markStale(conversation, &database)
            try wakeChildren(of: message.key, in: conversation, &pass)
        }
        try database.write(made)
        try pass.markStale(made.conversation, &database)
        // Whoever names what a thread has adopted waits in the channel above.
        if stored == nil, isAdopted { try wakeWaiting(for: message.id) }
    }

    /// The links of what answers a message have to be made again, those of the same channel in this pass.
    private func wakeChildren(
        of message: MessageKey, in conversation: MessageKey, _ pass: inout LinkPass
    ) throws {
        for child in try database.children(of: message, in: conversation) {
            if child.channel == pass.channel.key, let place = try database.placedKey(child.message)?.place {
                pass.list.insert(RelinkList.Range(start: place, last: place.time))
            } else {
                try wake(child)
            }
        }
    }

    // MARK: What a threader sees

    private func utterance(_ message: FeedMessage, in channel: FeedChannel) throws -> Utterance {
        let author = try person(message.author, in: channel.guild)
        return Utterance(
            key: message.key, time: message.time, author: message.author, name: author.displayName,
            text: SpokenText.text(of: message),
            kind: !message.type.isWritten ? .notice : author.isBot ? .bot : .person, answers: try answered(by: message),
            mentions: try message.extras.mentions.compactMap(authorNumber))
    }

    /// The message that is answered, where there is one that came before.
    private func answered(by message: FeedMessage) throws -> Utterance.Answered? {
        guard let id = message.answeredID, let target = try database.placedKey(id, in: message.channel),
            target.place < message.place
        else { return nil }
        let link = try database.link(of: target.key)
        if let thread = channels.thread(begunBy: id, in: message.channel), link?.channel != thread.key {
            return Utterance.Answered(message: target.key, conversation: target.key)
        }
        guard let link else { return nil }
        return Utterance.Answered(message: target.key, conversation: link.conversation)
    }
}

/// What became of a message's link.
private enum LinkOutcome {
    case changed
    case unchanged
    /// The message is not among what is said in the channel.
    case elsewhere
}

/// One transaction's work on a channel.
private struct LinkPass {
    let channel: FeedChannel
    var list: RelinkList
    let adopted: [PlacedKey]
    /// Whether some messages wait for what they name.
    let mayAwait: Bool
    private var stale: Set<MessageKey> = []

    init(channel: FeedChannel, list: RelinkList, adopted: [PlacedKey], mayAwait: Bool) {
        self.channel = channel
        self.list = list
        self.adopted = adopted
        self.mayAwait = mayAwait
    }

    var isThread: Bool {
        channel.isThread
    }

    mutating func markStale(_ conversation: MessageKey, _ database: inout Connection) throws(StoreError) {
        guard stale.insert(conversation).inserted else { return }
        try database.execute("INSERT OR IGNORE INTO stale VALUES (?)", conversation.rawValue)
    }
}
