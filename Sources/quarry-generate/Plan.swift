import Glibc

/// Which conversations there are, how long they are and when they took place.
struct Plan {
    /// Channels, then forums, then the threads and posts of each in turn.
    let conversations: [Conversation]
    let burstCount: Int

    /// The share of the messages that lie in threads and posts, and how long those are on average.
    private static let threadShare = 0.3
    private static let meanThread = 20
    private static let mostThreads = 20_000

    init(messages: Int, channels: Int?, schedule: Schedule, seed: UInt64) {
        var builder = PlanBuilder(schedule: schedule, seed: seed)
        let threads = min(Int(Double(messages) * Self.threadShare) / Self.meanThread, Self.mostThreads)
        let inThreads = threads == 0 ? 0 : Int(Double(messages) * Self.threadShare)
        // Fits 16 channels of 10,000 messages and 88 of 3,000,000.
        let grown = Int(pow(Double(messages), 0.3))
        let channelCount = min(channels ?? grown, messages - inThreads)

        // A few channels are busy and many quiet.
        let shares = (0..<channelCount).map { 1 / Double($0 + 1) }
        let lengths = PlanBuilder.apportion(messages - inThreads, by: shares)
        let forumCount = threads == 0 ? 0 : 1 + channelCount / 10
        let posts = PlanBuilder.apportion(threads / 2, by: Array(repeating: 1, count: forumCount))
        // Asked of the whole part, so that no channel gets more threads than messages.
        let threadCounts = PlanBuilder.apportion(threads - threads / 2, by: lengths.map(Double.init))
        for length in lengths { builder.addChannel(of: length) }
        for count in posts { builder.addForum(of: count) }
        let weights = (0..<threads).map { thread in
            var random = Random(seed: seed, .threadLength, thread)
            return Double(random.skewed(Self.threadLengths))
        }
        var threadLengths = PlanBuilder.apportion(inThreads, by: weights)[...]
        for (parent, count) in (threadCounts + posts).enumerated() {
            builder.addChildren(of: parent, lengths: threadLengths.prefix(count))
            threadLengths = threadLengths.dropFirst(count)
        }
        conversations = builder.conversations
        burstCount = builder.burstCount
    }

    private static let threadLengths = 3...60

    /// The conversation in which a burst lies, found by halving; of several that begin there only the last has any.
    func conversation(ofBurst burst: Int) -> Conversation {
        var low = 0
        var high = conversations.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if conversations[middle].firstBurst <= burst { low = middle } else { high = middle }
        }
        return conversations[low]
    }
}
