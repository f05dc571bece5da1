/// Says of each message of one channel what it answers.
///
/// What a threader knows is a pure function of the last `memory` utterances and their links: so a night goes on where
/// the last one ended by recalling those, and the result is that of a run over everything.
public protocol Threader: Sendable {
    /// How many of the last utterances have a say in the next link.
    static var memory: Int { get }

    init()

    /// Links the next utterance, and remembers it.
    mutating func link(_ utterance: Utterance) -> ThreadLink

    /// Remembers an utterance that was linked before.
    mutating func recall(_ utterance: Utterance, _ link: ThreadLink)
}
