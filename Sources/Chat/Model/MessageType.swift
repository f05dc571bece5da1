/// What kind of message it is, by Discord's numbers, to which other sources are mapped.
public struct MessageType: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int64

    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    public static let plain = MessageType(rawValue: 0)
    public static let reply = MessageType(rawValue: 19)
    public static let threadCreated = MessageType(rawValue: 18)
    /// A type whose name no reader knows.
    public static let unknown = MessageType(rawValue: -1)

    private static let names: [(name: StaticString, number: Int64)] = [
        ("Default", 0), ("Reply", 19), ("RecipientAdd", 1), ("RecipientRemove", 2), ("Call", 3),
        ("ChannelNameChange", 4), ("ChannelIconChange", 5), ("ChannelPinnedMessage", 6), ("GuildMemberJoin", 7),
        ("ThreadCreated", 18),
    ]

    /// Whether a person or bot wrote it; all others are notices that the system words.
    public var isWritten: Bool {
        switch rawValue {
        // Default, reply, slash command, context-menu command.
        case 0, 19, 20, 23, -1: true
        default: false
        }
    }

    public var name: String {
        Self.names.first { $0.number == rawValue }.map { $0.name.description } ?? String(rawValue)
    }
}

extension MessageType {
    /// The type as an export writes it: a name, or a number in a string.
    init(_ isNamed: (StaticString) -> Bool, number: UInt64?) {
        if let known = Self.names.first(where: { isNamed($0.name) }) {
            self.init(rawValue: known.number)
        } else {
            self.init(rawValue: number.flatMap { Int64(exactly: $0) } ?? Self.unknown.rawValue)
        }
    }
}
