import Chat

/// What a window keeps of one utterance, but for its words and its vector.
struct Slot {
    var key: Int64
    /// Milliseconds.
    var time: Int64
    /// Local number of the author, as long as the window has a message of theirs.
    var author: Int
    var names: NameKeys
    var call: NameKeys
    var isCallMarked: Bool
    /// Local numbers cannot outlive the window's messages, so whom a message mentions stays the archive's number.
    var mentions: SIMD4<Int64>
    var cues: TextCues
    var byteCount: Int
    var wordCount: Int
    var words: Int
    /// A bit for each of its words, by their hashes.
    var signature: UInt64
    /// Of all its words.
    var rarity: Int
    var hasVector: Bool
    var kind: Utterance.Kind
    /// Number of what it answers, its own where it starts a conversation; nil where that was forgotten before.
    var parent: Int?
    /// Whether it says itself what it answers.
    var isGiven: Bool
    /// Local number of the conversation.
    var conversation: Int
    /// Of its link, in 64ths.
    var certainty: UInt8

    static let nobody: Int64 = .min
}
