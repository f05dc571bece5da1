/// Messages that follow each other closely, often of several talks at once, and perhaps a planted question.
struct Burst {
    static let mostMessages = 24

    /// What a message contributes.
    enum Part: Equatable {
        case chat
        case asking
        /// The first answer, the second and so on.
        case answer(Int)
        /// The asker says that it worked.
        case confirmation
    }

    /// A message before its text.
    struct Slot {
        let id: Snowflake
        let time: Instant
        var author: Int
        /// The talk of the burst that it belongs to; nil for what belongs to the question.
        var talk: Int?
        var part: Part
        var parent: Parent?
    }

    /// The message that a reply answers.
    struct Parent {
        let id: Snowflake
        /// Nil when nobody knows the message any more.
        let author: Int?
    }

    let place: BurstPlace
    var slots: [Slot]
    let asking: Asking?

    subscript(position: Int) -> Slot { slots[position - place.positions.lowerBound] }
}
