/// What becomes of a message from night to night, decided from its number alone.
struct History {
    /// A message as a night's export shows it.
    enum State {
        case deleted(night: Int)
        /// With the last nights before which it was edited and reacted to; zero stands for neither.
        case present(edited: Int, reacted: Int)
    }

    let schedule: Schedule
    let seed: UInt64

    /// Where, in one conversation, the part begins that each night exports.
    func starts(of conversation: Conversation) -> [Int] {
        schedule.nights.map { night in
            night.after.map { conversation.firstPosition(since: Instant($0), seed: seed) } ?? 0
        }
    }

    /// The state of a message that is part of a night's export.
    func state(of position: Int, in conversation: Conversation, starts: [Int], on night: Int) -> State {
        var edited = 0
        var reacted = 0
        for earlier in 0..<night where position < conversation.count(before: earlier) {
            let later = earlier + 1
            guard starts[later] <= position else { continue }
            var random = Random(seed: seed, .history, conversation.number << Self.nightBits | later, position)
            let chance = random.unit()
            if chance < schedule.deletedShare { return .deleted(night: later) }
            if chance < schedule.deletedShare + schedule.editedShare { edited = later }
            if random.chance(schedule.reactedShare) { reacted = later }
        }
        return .present(edited: edited, reacted: reacted)
    }

    /// Room for the number of a night beside that of a conversation.
    private static let nightBits = 16
}
