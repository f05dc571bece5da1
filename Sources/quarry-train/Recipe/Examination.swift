import Chat
import Conversations

/// Threads logs and scores the links.
struct Examination {
    let logs: [GoldLog]

    func score(_ make: @Sendable () -> some Threader) -> Score {
        let told = Parallel.map(logs) { Self.links($0, make()) }
        var score = Score()
        for (log, told) in zip(logs, told) { score.add(log, told: told) }
        return score
    }

    /// The parent of each message, by places.
    private static func links(_ log: GoldLog, _ threader: some Threader) -> [Int] {
        var threader = threader
        var places: [MessageKey: Int] = [:]
        var conversations: [MessageKey: MessageKey] = [:]
        return log.utterances.enumerated().map { place, utterance in
            var utterance = utterance
            if let answered = utterance.answers {
                utterance.answers = .init(
                    message: answered.message, conversation: conversations[answered.message] ?? answered.message)
            }
            let link = threader.link(utterance)
            places[utterance.key] = place
            conversations[utterance.key] = link.conversation
            return link.parent.flatMap { places[$0] } ?? place
        }
    }
}
