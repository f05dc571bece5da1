import Chat

/// Links a thread or a forum post, which is one conversation whatever is said in it: a message answers what it says it
/// answers, else the message before it.
struct GivenThreader: Threader {
    static let memory = 1
    private var last: ThreadLink?

    mutating func link(_ utterance: Utterance) -> ThreadLink {
        let link = choose(utterance)
        last = link
        return link
    }

    mutating func recall(_ utterance: Utterance, _ link: ThreadLink) {
        last = link
    }

    private func choose(_ utterance: Utterance) -> ThreadLink {
        guard let last else {
            return ThreadLink(message: utterance.key, parent: nil, conversation: utterance.key, probability: 1)
        }
        // The message that began the thread may answer one of the channel above.
        let isHere = utterance.answers?.conversation == last.conversation
        return ThreadLink(
            message: utterance.key, parent: isHere ? utterance.answers?.message : last.message,
            conversation: last.conversation, probability: 1)
    }
}
