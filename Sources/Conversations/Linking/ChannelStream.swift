import Chat
import Store

/// The messages that are linked in one channel, from a place on: its own, and in a thread those that it has adopted.
struct ChannelStream {
    private let channel: ChannelKey
    private var adopted: ArraySlice<PlacedKey>
    private var page: ArraySlice<PlacedKey> = []
    /// Behind the page; nil where there is nothing more.
    private var next: MessagePlace?

    private static let pageSize = 4096

    /// - Parameter adopted: in their order.
    init(_ channel: ChannelKey, adopted: [PlacedKey], from place: MessagePlace) {
        self.channel = channel
        self.adopted = adopted.drop { $0.place < place }
        next = place
    }

    mutating func next(_ database: inout Connection) throws(StoreError) -> PlacedKey? {
        if page.isEmpty, let place = next { try turn(to: place, &database) }
        guard let own = page.first else { return adopted.popFirst() }
        if let other = adopted.first, other.place < own.place { return adopted.popFirst() }
        return page.popFirst()
    }

    private mutating func turn(to place: MessagePlace, _ database: inout Connection) throws(StoreError) {
        // One more than is given out: with it the next page begins.
        let keys = try database.placedKeys(in: channel, from: place, limit: Self.pageSize + 1)
        next = keys.count > Self.pageSize ? keys.last?.place : nil
        page = keys.prefix(Self.pageSize)
    }

    /// The messages before a place, the nearest first.
    static func before(
        _ place: MessagePlace, in channel: ChannelKey, adopted: [PlacedKey], limit: Int, _ database: inout Connection
    ) throws(StoreError) -> [PlacedKey] {
        let own = try database.placedKeys(in: channel, before: place, limit: limit)
        let others = adopted.filter { $0.place < place }
        guard !others.isEmpty else { return own }
        return Array((own + others).sorted { $1.place < $0.place }.prefix(limit))
    }
}

extension Connection {
    /// Messages of the channel above a thread that belong to it, in their order.
    mutating func adopted(by thread: ChannelKey) throws(StoreError) -> [PlacedKey] {
        var adopted: [PlacedKey] = []
        let keys = try rows(
            """
            SELECT adopted.message FROM adopted JOIN message ON message.key = adopted.message
            WHERE adopted.channel = ? AND deletedBy IS NULL
            """, thread.rawValue
        ) { row in MessageKey(rawValue: row.integer(0)) }
        for key in keys {
            if let placed = try placedKey(key) { adopted.append(placed) }
        }
        return adopted.sorted { $0.place < $1.place }
    }
}
