import Chat

@testable import Conversations

/// Links by the texts' hashes, and by which of the last five utterances share a conversation: whatever a real threader looks
/// at, this one depends on it more wildly.
struct WhimsicalThreader: Threader {
    static let memory = 5
    private var last: [(utterance: Utterance, link: ThreadLink)] = []

    mutating func link(_ utterance: Utterance) -> ThreadLink {
        let link = choose(utterance)
        recall(utterance, link)
        return link
    }

    mutating func recall(_ utterance: Utterance, _ link: ThreadLink) {
        last.append((utterance, link))
        if last.count > Self.memory { last.removeFirst() }
    }

    private func choose(_ utterance: Utterance) -> ThreadLink {
        if let answered = utterance.answers {
            return ThreadLink(
                message: utterance.key, parent: answered.message, conversation: answered.conversation, probability: 1)
        }
        var hash = FowlerHash()
        for (earlier, link) in last {
            hash.add(earlier.text)
            hash.add(Int64(last.count { $0.link.conversation == link.conversation }))
        }
        hash.add(utterance.text)
        hash.add(utterance.name)
        let choice = Int(hash.value % 7)
        let probability = Float(hash.value % 100) / 100
        guard choice < last.count else {
            return ThreadLink(
                message: utterance.key, parent: nil, conversation: utterance.key, probability: probability)
        }
        return ThreadLink(
            message: utterance.key, parent: last[choice].link.message, conversation: last[choice].link.conversation,
            probability: probability,
            rival: ThreadLink.Rival(parent: last.first?.link.message, probability: probability / 2))
    }
}
