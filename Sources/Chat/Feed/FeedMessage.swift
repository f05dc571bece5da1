import Store

/// A message as later stages read it, in our own numbers.
public struct FeedMessage: Sendable {
    public let key: MessageKey
    public let channel: ChannelKey
    public let id: SourceID
    /// Our own number for who wrote it.
    public let author: Int64
    public let time: Timestamp
    public let type: MessageType
    public let isPinned: Bool
    /// The message that this one answers or refers to.
    public let reference: SourceID?
    public let isDeleted: Bool
    /// The text as it was posted, of which no more is read than `longestText`.
    public let content: String
    public let extras: PostedBeside
    public let reactions: [Reaction]

    /// Bytes of a text that are read. The longest that people can post has some 16,000; an export may hold anything.
    public static let longestText = 64 << 10

    public var place: MessagePlace {
        MessagePlace(time: time, id: id)
    }
}

/// Where a message stands in its channel: in the order of time, then id.
public struct MessagePlace: Hashable, Comparable, Sendable {
    public var time: Timestamp
    public var id: SourceID

    public init(time: Timestamp, id: SourceID) {
        self.time = time
        self.id = id
    }

    public static func < (left: MessagePlace, right: MessagePlace) -> Bool {
        left.time == right.time ? left.id < right.id : left.time < right.time
    }
}

/// A message's number and place.
public struct PlacedKey: Hashable, Sendable {
    public let key: MessageKey
    public let channel: ChannelKey
    public let place: MessagePlace
}

extension FeedMessage {
    init(_ row: Row) throws(StoreError) {
        key = MessageKey(rawValue: row.integer(0))
        channel = ChannelKey(rawValue: row.integer(1))
        id = try row[2]
        author = row.integer(3)
        time = try row[4]
        type = MessageType(rawValue: row.integer(5))
        isPinned = row.integer(6) != 0
        reference = try row[7]
        isDeleted = !row.isNull(8)
        content = row.withBytes(9) { Self.text(of: $0) }
        extras = row.isNull(10) ? PostedBeside() : row.withBytes(10) { PostedBeside(stored: $0) }
        reactions = row.isNull(11) ? [] : row.withBytes(11) { Reaction.all(stored: $0) }
    }

    /// The text's beginning, cut between two characters.
    private static func text(of bytes: UnsafeRawBufferPointer) -> String {
        guard bytes.count > longestText else { return String(decoding: bytes, as: UTF8.self) }
        var end = longestText
        while end > 0, bytes[end] & 0xc0 == 0x80 { end -= 1 }
        return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[..<end]), as: UTF8.self)
    }
}
