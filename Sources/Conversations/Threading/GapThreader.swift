import Chat

/// The rule to beat: a message answers what it says it answers, else the message before it, unless a quarter of an hour
/// has passed. Notices stand alone, and nothing answers them.
public struct GapThreader: Threader {
    /// Behind as many notices the message before them is forgotten.
    public static let memory = 64
    private static let gap: Int64 = 15 * 60 * 1000
    private var last: (time: Timestamp, link: ThreadLink)?
    private var notices = 0

    public init() {}

    public mutating func link(_ utterance: Utterance) -> ThreadLink {
        let link = choose(utterance)
        recall(utterance, link)
        return link
    }

    public mutating func recall(_ utterance: Utterance, _ link: ThreadLink) {
        guard utterance.kind == .notice else {
            last = (utterance.time, link)
            notices = 0
            return
        }
        notices += 1
        if notices == Self.memory { last = nil }
    }

    private func choose(_ utterance: Utterance) -> ThreadLink {
        if let answered = utterance.answers {
            return ThreadLink(
                message: utterance.key, parent: answered.message, conversation: answered.conversation, probability: 1)
        }
        guard utterance.kind != .notice, let last, utterance.time.rawValue - last.time.rawValue <= Self.gap else {
            return ThreadLink(message: utterance.key, parent: nil, conversation: utterance.key, probability: 1)
        }
        return ThreadLink(
            message: utterance.key, parent: last.link.message, conversation: last.link.conversation, probability: 1)
    }
}
