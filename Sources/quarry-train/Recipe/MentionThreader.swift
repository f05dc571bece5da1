import Chat
import Conversations

/// The kit's rule to beat: the last message of who is named at the start, else the author's own last one of half an hour,
/// else a start. A given answer and a platform's mention come first.
struct MentionThreader: Threader {
    static let memory = Int.max
    private static let limit: Int64 = 30 * 60 * 1000
    private var byName: [String: (time: Int64, link: ThreadLink)] = [:]
    private var byAuthor: [Int64: ThreadLink] = [:]

    mutating func link(_ utterance: Utterance) -> ThreadLink {
        let link = choose(utterance)
        recall(utterance, link)
        return link
    }

    mutating func recall(_ utterance: Utterance, _ link: ThreadLink) {
        guard utterance.kind != .notice else { return }
        byName[utterance.name.lowercased()] = (utterance.time.rawValue, link)
        byAuthor[utterance.author] = link
    }

    private func choose(_ utterance: Utterance) -> ThreadLink {
        func linked(_ message: MessageKey, _ conversation: MessageKey) -> ThreadLink {
            ThreadLink(message: utterance.key, parent: message, conversation: conversation, probability: 1)
        }
        if let answered = utterance.answers { return linked(answered.message, answered.conversation) }
        let start = ThreadLink(message: utterance.key, parent: nil, conversation: utterance.key, probability: 1)
        guard utterance.kind != .notice else { return start }
        for author in utterance.mentions where author != utterance.author {
            if let last = byAuthor[author] { return linked(last.message, last.conversation) }
        }
        let own = utterance.name.lowercased()
        let word = utterance.text.prefix { $0 != " " }.drop { $0 == "@" }
        let name = word.prefix { $0 != "," && $0 != ":" }.lowercased()
        if name != own, let last = byName[name] { return linked(last.link.message, last.link.conversation) }
        if let last = byName[own], utterance.time.rawValue - last.time <= Self.limit {
            return linked(last.link.message, last.link.conversation)
        }
        return start
    }
}
