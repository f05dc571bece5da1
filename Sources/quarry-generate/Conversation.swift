/// A channel, a thread or a forum post, with the times at which it was alive.
struct Conversation {
    enum Kind: Equatable {
        case channel
        /// Only posts lie in a forum, so it has no file of its own; its segments give the posts their times.
        case forum
        case thread(of: Int)
        case post(in: Int)
    }

    /// Messages between two nights, or before the first. A thread has one segment.
    struct Segment {
        /// The number of the conversation.
        let conversation: Int
        let night: Int
        /// The positions of its messages in the conversation.
        let positions: Range<Int>
        let time: Range<Instant>
        /// Counts the bursts of the whole community.
        let firstBurst: Int

        /// The time that belongs to each of its bursts.
        var timeOfBurst: Lapse { (time.upperBound - time.lowerBound) / burstCount }

        var burstCount: Int { (positions.count + Burst.mostMessages - 1) / Burst.mostMessages }
    }

    let number: Int
    let kind: Kind
    /// Also the id of the message that started a thread or post.
    let id: Snowflake
    /// When a thread or post was started; nil for a channel.
    let start: Instant?
    let segments: [Segment]
    /// The threads or posts that start here.
    var children = Spread(0, over: 0, seed: 0, number: 0)
    /// The first of them, counted among the conversations.
    var firstChild = 0

    var count: Int { segments.last?.positions.upperBound ?? 0 }
    var firstBurst: Int { segments.first?.firstBurst ?? 0 }
    var burstCount: Int { segments.reduce(0) { $0 + $1.burstCount } }

    var parent: Int? {
        switch kind {
        case .channel, .forum: nil
        case .thread(let parent), .post(let parent): parent
        }
    }

    /// The burst that holds a message.
    func burst(at position: Int) -> BurstPlace {
        guard let segment = segments.first(where: { position < $0.positions.upperBound }) else {
            preconditionFailure("no message \(position) among \(count)")
        }
        return BurstPlace(segment: segment, ordinal: (position - segment.positions.lowerBound) / Burst.mostMessages)
    }

    /// The first message that is no older than a time.
    func firstPosition(since instant: Instant, seed: UInt64) -> Int {
        for segment in segments where segment.time.upperBound > instant && segment.burstCount > 0 {
            guard segment.time.lowerBound < instant else { return segment.positions.lowerBound }
            let ordinal = (instant - segment.time.lowerBound).milliseconds / segment.timeOfBurst.milliseconds
            let place = BurstPlace(segment: segment, ordinal: min(Int(ordinal), segment.burstCount - 1))
            let older = place.times(seed: seed).prefix { $0 < instant }.count
            return place.positions.lowerBound + older
        }
        return count
    }

    /// How many of its messages are written before a night.
    func count(before night: Int) -> Int {
        segments.last { $0.night <= night }?.positions.upperBound ?? 0
    }
}
