/// What the second pass asks besides: the first pass's opinion, and the conversation that a candidate is part of as it was
/// formed so far. A byte each, below 64, behind the columns of `PairFeature`.
package enum ConversationFeature: Int, CaseIterable {
    // The first pass.
    case chance, rank, lead, startChance
    // All candidates of the conversation.
    case mass, massLead, best, isBestOfIts, massOfStart
    // Its size and age.
    case size, sinceIts, timeSinceIts, isItsLast, afterInIts, recentShare, isLastSpoken
    // Who takes part.
    case participants, mine, sinceMineInIts, isMyLast, theirs, theirConversations, ofTarget, lastIsOfMe, rootIsOfMe
    // The candidate's place in it.
    case isRoot, answers, answersByMe, parentIsMine, certainty, weakest, isItsLastGiven
    // What it is about.
    case overlap, overlapLead, meaning, meaningLead
    // How it stands.
    case rootAsks, lastThanks, rootGap
    // The channel.
    case open, starts

    static func column(_ feature: ConversationFeature) -> Int {
        PairFeature.columns + feature.rawValue
    }

    /// Columns of the second pass.
    package static let columns = PairFeature.columns + allCases.count
}
