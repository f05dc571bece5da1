import JSONStream

/// What was posted beside a message's text, as far as later stages look at it (`MessageExtras` has all of it).
public struct PostedBeside: Equatable, Sendable {
    /// Whom the platform's own sign names.
    public var mentions: [SourceID] = []
    /// The channel of the message that is referred to, where it is another one; of a started thread, the thread.
    public var referenceChannel: SourceID?
    /// Whether the message passes on another one instead of answering it.
    public var isForward = false
    /// The text that is passed on.
    public var forwarded: String?
    /// Titles and descriptions of cards.
    public var cards: [String] = []
    public var attachments: [String] = []
    /// Whether a command of the platform made a bot say it.
    public var isCommand = false

    public init() {}
}

extension PostedBeside {
    /// What the archive keeps; damage, which only another program can have done, costs what stands behind it.
    init(stored bytes: UnsafeRawBufferPointer) {
        do throws(JSONError) {
            try JSONCursor.walking(bytes) { cursor throws(JSONError) in try read(&cursor) }
        } catch {
            return
        }
    }

    private mutating func read(_ cursor: inout JSONCursor) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "mentions": try readMentions(&cursor)
            case "referenceChannel": referenceChannel = try cursor.lenientID()
            case "isForward": isForward = try cursor.lenientBoolean()
            case "forwarded": try readForwarded(&cursor)
            case "embeds": try readCards(&cursor)
            case "attachments": try readAttachments(&cursor)
            case "interaction":
                isCommand = true
                try cursor.skip()
            default: try cursor.skip()
            }
        }
    }

    private mutating func readMentions(_ cursor: inout JSONCursor) throws(JSONError) {
        try cursor.eachElement { cursor throws(JSONError) in
            try cursor.eachMember { key, cursor throws(JSONError) in
                if key == "id", let id = try cursor.lenientID() { mentions.append(id) } else { try cursor.skip() }
            }
        }
    }

    private mutating func readForwarded(_ cursor: inout JSONCursor) throws(JSONError) {
        try cursor.eachMember { key, cursor throws(JSONError) in
            switch key {
            case "content": forwarded = try cursor.lenientString()
            case "embeds": try readCards(&cursor)
            case "attachments": try readAttachments(&cursor)
            default: try cursor.skip()
            }
        }
    }

    private mutating func readCards(_ cursor: inout JSONCursor) throws(JSONError) {
        try cursor.eachElement { cursor throws(JSONError) in
            var parts: [String] = []
            try cursor.eachMember { key, cursor throws(JSONError) in
                switch key {
                case "title", "description":
                    if let text = try cursor.lenientString() { parts.append(text) }
                default: try cursor.skip()
                }
            }
            if !parts.isEmpty { cards.append(parts.joined(separator: "\n")) }
        }
    }

    private mutating func readAttachments(_ cursor: inout JSONCursor) throws(JSONError) {
        try cursor.eachElement { cursor throws(JSONError) in
            try cursor.eachMember { key, cursor throws(JSONError) in
                if key == "name", let name = try cursor.lenientString() {
                    attachments.append(name)
                } else {
                    try cursor.skip()
                }
            }
        }
    }
}

/// One kind of reaction to a message.
public struct Reaction: Equatable, Sendable {
    public var emoji: String
    public var count: Int
    /// Who reacted, as far as the export says.
    public var users: [SourceID]

    public init(emoji: String, count: Int, users: [SourceID] = []) {
        self.emoji = emoji
        self.count = count
        self.users = users
    }

    /// What the archive keeps, up to where it is damaged.
    static func all(stored bytes: UnsafeRawBufferPointer) -> [Reaction] {
        var reactions: [Reaction] = []
        do throws(JSONError) {
            try JSONCursor.walking(bytes) { cursor throws(JSONError) in
                try cursor.eachElement { cursor throws(JSONError) in reactions.append(try Reaction(&cursor)) }
            }
        } catch {
            return reactions
        }
        return reactions
    }

    private init(_ cursor: inout JSONCursor) throws(JSONError) {
        self.init(emoji: "", count: 0)
        try cursor.eachMember { key, cursor throws(JSONError) in
            switch key {
            case "emoji": emoji = try cursor.lenientString() ?? ""
            case "count": count = try cursor.lenientInteger() ?? 0
            case "users":
                try cursor.eachElement { cursor throws(JSONError) in
                    if let id = try cursor.lenientID() { users.append(id) }
                }
            default: try cursor.skip()
            }
        }
    }
}
