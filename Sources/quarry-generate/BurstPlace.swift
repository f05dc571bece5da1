/// Where a burst lies: up to two dozen messages that follow each other closely.
struct BurstPlace {
    let segment: Conversation.Segment
    /// Counts the bursts of the segment.
    let ordinal: Int

    /// Counts the bursts of the whole community.
    var number: Int { segment.firstBurst + ordinal }

    /// The positions of its messages in the conversation.
    var positions: Range<Int> {
        let start = segment.positions.lowerBound + ordinal * Burst.mostMessages
        return start..<min(start + Burst.mostMessages, segment.positions.upperBound)
    }

    /// When its messages were written: ascending, bunched, within the time that belongs to the burst.
    func times(seed: UInt64) -> [Instant] {
        var random = Random(seed: seed, .times, segment.conversation, positions.lowerBound)
        let room = segment.timeOfBurst
        let active = min(room * 0.5, .minutes(random.skewed(4...Self.longestInMinutes)))
        var start = segment.time.lowerBound + room * Double(ordinal)
        let slack = (room - active) * 0.9
        start = wakingTime(start + slack * random.unit(), or: start + slack * random.unit())

        var gaps: [Int] = []
        var sum = 0
        for _ in positions {
            sum += random.skewed(1...1000)
            gaps.append(sum)
        }
        return gaps.enumerated().map { offset, gap in
            // A millisecond each keeps ids ascending however little room there is.
            start + active * (Double(gap) / Double(sum)) + .milliseconds(offset)
        }
    }

    private static let longestInMinutes = 480

    /// Few people write at night.
    private func wakingTime(_ first: Instant, or second: Instant) -> Instant {
        let morning = Lapse.hours(6)
        return first.timeOfDay < morning ? second : first
    }
}
