/// What is asked of a new message and one before it that it may answer: a byte each, below 64.
///
/// "My" is the new message or its author, "they" the earlier one. Times and larger counts are logarithms (`Quantity`). Of the
/// row that stands for "it starts a conversation" only what concerns the new message and its channel is filled in.
package enum PairFeature: Int, CaseIterable {
    case isStart
    // How far apart.
    case gap, age, turns, betweenByMe, betweenByThem, betweenAuthors
    // Who.
    case sameAuthor, myMessages, theirMessages, sinceMyLast, timeSinceMyLast, toMyLast, iAmBot, theyAreBot
    // Who calls whom.
    case callsThem, callsAnyone, callsOther, callsUnknown, theyCallMe, theyCallOther, theyCallUnknown, sameTarget
    case theirCallsOfMe, sinceTheirCallOfMe, isLastCallOfMe, myCallsOfThem, sinceMyCallOfThem, calledBetween
    case myLastCalledThem, theirLastCalledMe, callsOfMe, sinceCallOfMe
    // What is given.
    case theyAreGiven, theirGivenAnswers
    // Around them.
    case gapBefore, gapAfter, followsOwn, isFollowedByOwn
    // Shared words.
    case overlap, overlapRarest, overlapCount, overlapWindow, overlapShare, overlapTurn, overlapLead, authorOverlap
    case bestOverlap
    // Shared meaning.
    case cosine, cosineTurn, cosineLead, authorCosine, bestCosine
    // Size.
    case myBytes, myWords, myRarity, theirBytes, theirWords, theirRarity
    // The channel.
    case rate, slowRate, authors, callShare, givenShare, meanWords, sinceLast, lastIsMine, runShare

    /// Each message's cues follow, mine then theirs.
    static let myCues = allCases.count
    static let theirCues = myCues + TextCues.count
    /// Columns of the first pass.
    package static let columns = theirCues + TextCues.count
}

/// Numbers as bytes below 64.
enum Quantity {
    static let most = 63

    static func count(_ number: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: min(max(number, 0), most))
    }

    /// Four steps an octave: 0, 1, then 4 log2(n) + 1 with the logarithm interpolated, up to 64 thousand.
    static func logarithm(_ number: Int) -> UInt8 {
        guard number > 0 else { return 0 }
        let octave = Int.bitWidth - 1 - number.leadingZeroBitCount
        let fraction = octave >= 2 ? (number >> (octave - 2)) & 3 : (number << (2 - octave)) & 3
        return UInt8(truncatingIfNeeded: min(4 * octave + fraction + 1, most))
    }

    /// Seconds, by their logarithm.
    static func time(_ milliseconds: Int64) -> UInt8 {
        logarithm(Int(min(max(milliseconds, 0), 1 << 40) / 1000))
    }

    /// Steps of one, then of three.
    static func age(_ number: Int) -> UInt8 {
        count(number < 40 ? number : 40 + (number - 40) / 3)
    }

    static func signed(_ number: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: min(max(number, -31), 31) + 32)
    }

    static func cosine(_ value: Float) -> UInt8 {
        UInt8(min(63, max(1, 13 + value * 50)))
    }

    static func flag(_ value: Bool) -> UInt8 {
        value ? 1 : 0
    }
}
