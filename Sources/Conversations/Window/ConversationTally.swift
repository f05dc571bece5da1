/// What a window tells of one conversation, gathered from its newest utterance to its oldest.
struct ConversationTally {
    var size = 0
    var lastAge = 0
    var lastNumber = -1
    var mine = 0
    var lastMineAge = 0
    var participants = SIMD4<UInt64>()
    var ofTarget = 0
    var recent = 0
    var weakest: UInt8 = 63
    /// The first message, where the window has it.
    var root = -1
    /// Of the candidates in it: the sum and the largest of their chances, and who has it.
    var mass: Float = 0
    var best: Float = 0
    var bestRow = -1
    var overlap = 0
    var cosine: Float = -1

    mutating func join(author: Int) {
        participants[author >> 6 & 3] |= 1 << UInt64(author & 63)
    }

    var participantCount: Int {
        (0..<4).reduce(0) { $0 + participants[$1].nonzeroBitCount }
    }
}
