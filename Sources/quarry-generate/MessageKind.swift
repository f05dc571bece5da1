/// What sort of message the exporter calls it.
enum MessageKind {
    case ordinary
    case reply
    case forward
    case join
    case pin
    /// The message from which a thread hangs, in the channel.
    case threadCreated(child: Int)
    /// The first message in a thread's own file.
    case threadStarter
    /// What a bot answers to a command.
    case command
    /// What a bot posts by itself.
    case feed
    /// A type that the exporter has no name for.
    case numbered(StaticString)

    /// The value of `type`, quotes included.
    var type: StaticString {
        switch self {
        case .ordinary, .forward, .feed: #""Default""#
        case .reply: #""Reply""#
        case .join: #""GuildMemberJoin""#
        case .pin: #""ChannelPinnedMessage""#
        case .threadCreated: #""ThreadCreated""#
        case .threadStarter: #""21""#
        case .command: #""20""#
        case .numbered(let type): type
        }
    }

    /// What the exporter writes in place of a text; nil when somebody wrote one.
    var filler: StaticString? {
        switch self {
        case .ordinary, .reply, .command, .feed: nil
        case .join: "Joined the server."
        case .pin: "Pinned a message."
        case .threadCreated: "Started a thread."
        case .forward, .threadStarter, .numbered: ""
        }
    }

    /// Whether a person wrote it and may edit it, attach files and so on.
    var isWritten: Bool {
        switch self {
        case .ordinary, .reply: true
        default: false
        }
    }

    var isFromBot: Bool {
        switch self {
        case .command, .feed: true
        default: false
        }
    }

    /// A kind for a message that neither replies nor belongs to a question, by shares of ten thousand.
    static func chosen(inChannel: Bool, _ random: inout Random) -> MessageKind {
        switch random.below(10_000) {
        case 0..<60: inChannel ? .join : .ordinary
        case 60..<80: inChannel ? .pin : .ordinary
        case 80..<90: .numbered(#""8""#)
        case 90..<95: .numbered(#""46""#)
        case 95..<100: .numbered(#""24""#)
        case 100..<103: .numbered(#""23""#)
        case 103..<105: .numbered(#""63""#)
        case 200..<350: .command
        case 350..<500: .feed
        case 500..<540: .forward
        default: .ordinary
        }
    }
}
