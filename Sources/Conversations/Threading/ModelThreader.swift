import Chat

/// The learned threader: trees over what two messages and their conversations have in common.
///
/// A message is linked to the one it answers as Kummerfeld et al. put the task ("A large-scale corpus for conversation
/// disentanglement", 2019), with boosted trees as scorer and a softmax over candidates and "starts a conversation":
///
///     sieve: a few trees leave 31 of the last 100 messages
///     first pass: trees over features of each pair, softmax
///     second pass: trees over those, the first pass's chances and the conversations formed so far, for the best 15; softmax
///     the conversation whose candidates have the most chance together is joined, by its likeliest candidate
///
/// Departures:
/// 1. Of a message, everything is decided when it comes; nothing is taken back. The second pass sees its own earlier links,
///    and learned from such as are as wrong (`quarry-train`).
/// 2. A message that says what it answers is not asked, and serves the others as a fact. Notices stand alone.
/// 3. With a vector a message is scored by trees that know the cosine, without by others.
///
/// A message costs a look at 256 others at most, whatever the channel's length.
public struct ModelThreader: Threader {
    public static let memory = ThreadWindow.capacity
    /// Another one where the same messages may be linked otherwise: of the rules here, and of the weights.
    public static let version = "trees 1, \(ThreadModel.standardHash)"

    private let model: ThreadModel
    package private(set) var window = ThreadWindow()
    private var passes = PassScratch()

    public init() {
        self.init(model: .standard)
    }

    package init(model: ThreadModel) {
        self.model = model
    }

    public mutating func link(_ utterance: Utterance) -> ThreadLink {
        let reading = TextReading(utterance.text, rarity: model.rarity)
        let link = choose(utterance, reading)
        window.remember(utterance, reading, link)
        return link
    }

    public mutating func recall(_ utterance: Utterance, _ link: ThreadLink) {
        window.remember(utterance, TextReading(utterance.text, rarity: model.rarity), link)
    }

    private mutating func choose(_ utterance: Utterance, _ reading: TextReading) -> ThreadLink {
        if let answered = utterance.answers {
            return ThreadLink(
                message: utterance.key, parent: answered.message, conversation: answered.conversation, probability: 1)
        }
        guard utterance.kind != .notice else { return .start(utterance.key, probability: 1, rival: nil) }
        let choice = passes.choose(window, utterance, reading, model)
        let best = choice[0]
        let rival = choice.dropFirst().first.map {
            ThreadLink.Rival(parent: $0.number.map(window.key), probability: $0.probability)
        }
        guard let number = best.number else {
            return .start(utterance.key, probability: best.probability, rival: rival)
        }
        return ThreadLink(
            message: utterance.key, parent: window.key(number), conversation: window.conversation(of: number),
            probability: best.probability, rival: rival)
    }
}

extension ThreadLink {
    fileprivate static func start(_ message: MessageKey, probability: Float, rival: Rival?) -> ThreadLink {
        ThreadLink(message: message, parent: nil, conversation: message, probability: probability, rival: rival)
    }
}
