import Chat
import Store

/// The places of one channel from which links have to be made again, in their order.
struct RelinkList {
    private(set) var ranges: [Range] = []

    struct Range: Equatable {
        var start: MessagePlace
        /// At least up to this time.
        var last: Timestamp
    }

    init(_ ranges: [Range] = []) {
        self.ranges = ranges
    }

    var first: Range? {
        ranges.first
    }

    mutating func insert(_ range: Range) {
        // Nearly always behind or before all others.
        var index = ranges.count
        while index > 0, range.start < ranges[index - 1].start { index -= 1 }
        ranges.insert(range, at: index)
    }

    /// Takes those that begin at a place or before it, and tells how far they reach.
    mutating func takeStarted(by place: MessagePlace) -> Timestamp? {
        var count = 0
        var reach: Timestamp?
        while count < ranges.count, ranges[count].start <= place {
            reach = reach.map { max($0, ranges[count].last) } ?? ranges[count].last
            count += 1
        }
        ranges.removeFirst(count)
        return reach
    }

    mutating func removeAll() {
        ranges.removeAll()
    }
}

extension Connection {
    /// Wants links made again from a place on, at least to a time.
    mutating func insertRelink(_ range: RelinkList.Range, in channel: FeedChannel) throws(StoreError) {
        try execute(
            """
            INSERT INTO relink VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (isThread, channel, time, id) DO UPDATE SET last = max(last, ?5)
            """, channel.isThread, channel.key.rawValue, range.start.time, range.start.id, range.last)
    }

    mutating func relinks(of channel: FeedChannel) throws(StoreError) -> RelinkList {
        RelinkList(
            try rows(
                "SELECT time, id, last FROM relink WHERE isThread = ? AND channel = ? ORDER BY time, id",
                channel.isThread, channel.key.rawValue
            ) { row throws(StoreError) in
                RelinkList.Range(start: MessagePlace(time: try row[0], id: try row[1]), last: try row[2])
            })
    }

    mutating func replaceRelinks(of channel: FeedChannel, by list: RelinkList) throws(StoreError) {
        try execute(
            "DELETE FROM relink WHERE isThread = ? AND channel = ?", channel.isThread, channel.key.rawValue)
        for range in list.ranges { try insertRelink(range, in: channel) }
    }

    /// The channel whose links are made next: threads come after the channels that may hold their first messages.
    mutating func nextRelinkedChannel() throws(StoreError) -> ChannelKey? {
        try value("SELECT channel FROM relink ORDER BY isThread, channel LIMIT 1", as: Int64.self)
            .map(ChannelKey.init(rawValue:))
    }
}
