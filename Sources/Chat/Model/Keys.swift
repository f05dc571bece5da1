/// Our own number for a message: its row. Keys grow in the order in which messages became known.
public struct MessageKey: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: Int64

    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    public static func < (left: MessageKey, right: MessageKey) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Our own number for a channel, thread or forum post: its row.
public struct ChannelKey: RawRepresentable, Hashable, Comparable, Sendable {
    public let rawValue: Int64

    public init(rawValue: Int64) {
        self.rawValue = rawValue
    }

    public static func < (left: ChannelKey, right: ChannelKey) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Our own number for an export that was read.
struct ExportKey: RawRepresentable, Hashable, Sendable {
    let rawValue: Int64
}
