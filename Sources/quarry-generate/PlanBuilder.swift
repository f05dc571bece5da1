/// Lays out conversations one after the other and numbers their bursts.
struct PlanBuilder {
    private let schedule: Schedule
    private let seed: UInt64
    private(set) var conversations: [Conversation] = []
    private(set) var burstCount = 0

    init(schedule: Schedule, seed: UInt64) {
        self.schedule = schedule
        self.seed = seed
    }

    mutating func addChannel(of length: Int) {
        add(.channel, id: newID, segments: segments(of: length))
    }

    mutating func addForum(of posts: Int) {
        // Posts are no bursts of the forum.
        let burstCount = burstCount
        add(.forum, id: newID, segments: segments(of: posts))
        self.burstCount = burstCount
    }

    /// Adds the threads that start in a channel, or the posts of a forum.
    mutating func addChildren(of parent: Int, lengths: some Collection<Int>) {
        guard !lengths.isEmpty else { return }
        let isForum = conversations[parent].kind == .forum
        let children = Spread(lengths.count, over: conversations[parent].count, seed: seed, number: parent)
        conversations[parent].children = children
        conversations[parent].firstChild = conversations.count
        for (child, length) in lengths.enumerated() {
            let position = children.place(of: child)
            let place = conversations[parent].burst(at: position)
            let start = place.times(seed: seed)[position - place.positions.lowerBound]
            add(
                isForum ? .post(in: parent) : .thread(of: parent), id: Snowflake(start, maker: parent), start: start,
                segments: [segment(of: length, from: start, night: place.segment.night)])
        }
    }

    /// Shares a total out in proportion to weights, so that the parts add up to it exactly.
    static func apportion(_ total: Int, by weights: [Double]) -> [Int] {
        let sum = weights.reduce(0, +)
        var running = 0.0
        var given = 0
        return weights.indices.map { index in
            running += weights[index]
            let due = index == weights.count - 1 ? total : Int(running / sum * Double(total))
            defer { given = due }
            return due - given
        }
    }

    private mutating func add(
        _ kind: Conversation.Kind, id: Snowflake, start: Instant? = nil, segments: [Conversation.Segment]
    ) {
        conversations.append(
            Conversation(number: conversations.count, kind: kind, id: id, start: start, segments: segments))
        burstCount += segments.reduce(0) { $0 + $1.burstCount }
    }

    /// A segment for the time before each night.
    private func segments(of length: Int) -> [Conversation.Segment] {
        var start = 0
        var firstBurst = burstCount
        return schedule.nights.indices.map { night in
            let end = Int(Double(length) * schedule.share(before: night))
            let period = schedule.period(before: night)
            let segment = Conversation.Segment(
                conversation: conversations.count, night: night, positions: start..<end,
                time: period.lowerBound..<period.upperBound - Self.timeForThreads, firstBurst: firstBurst)
            start = end
            firstBurst += segment.burstCount
            return segment
        }
    }

    /// Nothing starts just before a night, so that every thread is over when it is exported.
    private static let timeForThreads = Lapse.hours(1)

    /// A thread lasts from minutes to days, but not beyond the night.
    private func segment(of length: Int, from start: Instant, night: Int) -> Conversation.Segment {
        var random = Random(seed: seed, .conversation, conversations.count)
        let start = start + .seconds(random.within(2...60))
        let end = start + .minutes(random.skewed(20...Self.longestThreadInMinutes))
        return Conversation.Segment(
            conversation: conversations.count, night: night, positions: 0..<length,
            time: start..<min(end, schedule.nights[night].time), firstBurst: burstCount)
    }

    private static let longestThreadInMinutes = 10_000

    private var newID: Snowflake {
        .entity(EntityNumber.conversation + conversations.count, seed: seed)
    }
}
