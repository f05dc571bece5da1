import Chat

/// Fills in what differs from candidate to candidate.
struct CandidateFeatures {
    private let scan: PairScan
    private let window: ThreadWindow
    private let utterance: Utterance
    private let myNames: NameKeys

    // Between the candidate at hand and the new message.
    private var byAuthor = [Int](repeating: 0, count: ThreadWindow.capacity + 1)
    private var called = [Int](repeating: 0, count: ThreadWindow.capacity + 1)
    private var authors = 0
    private var turns = 0
    private var isCallOfMeSeen = false
    /// By the place in the window of what they answer.
    private var givenAnswers = [Int](repeating: 0, count: ThreadWindow.capacity)

    init(_ scan: PairScan, _ window: ThreadWindow, _ utterance: Utterance) {
        self.scan = scan
        self.window = window
        self.utterance = utterance
        myNames = NameKeys(name: utterance.name)
    }

    mutating func fill(_ base: UnsafeMutablePointer<UInt8>) {
        let bestOverlap = scan.overlaps.map(\.rarity).max() ?? 0
        let bestCosine = scan.cosines.compactMap { $0 }.max() ?? 0
        for row in scan.candidates.indices {
            func set(_ feature: PairFeature, _ value: UInt8) {
                base[feature.rawValue * FeatureRows.stride + row] = value
            }
            let slot = window[scan.candidates[row]]
            if row == 0 || slot.author != window[scan.candidates[row - 1]].author { turns += 1 }
            set(.isStart, 0)
            fillDistance(row, slot, set)
            fillCalls(row, slot, set)
            fillNeighbours(row, slot, set)
            fillWords(row, slot, bestOverlap, set)
            fillMeaning(row, slot, bestCosine, set)
            for cue in 0..<TextCues.count {
                base[(PairFeature.theirCues + cue) * FeatureRows.stride + row] =
                    UInt8(truncatingIfNeeded: slot.cues.rawValue >> UInt32(cue) & 1)
            }
            pass(row, slot)
        }
        clearStart(base)
    }

    /// Counts a candidate as lying between the next ones and the new message.
    private mutating func pass(_ row: Int, _ slot: Slot) {
        if byAuthor[slot.author] == 0 { authors += 1 }
        byAuthor[slot.author] += 1
        let target = scan.targets[row]
        if target >= 0 { called[target] += 1 }
        if target == scan.me { isCallOfMeSeen = true }
        if slot.isGiven, let parent = window.parent(of: scan.candidates[row]) {
            givenAnswers[parent - window.numbers.lowerBound] += 1
        }
    }

    private func fillDistance(_ row: Int, _ slot: Slot, _ set: (PairFeature, UInt8) -> Void) {
        let tally = scan.tallies[slot.author]
        set(.gap, Quantity.time(utterance.time.rawValue &- slot.time))
        set(.age, Quantity.age(row + 1))
        set(.turns, Quantity.count(turns))
        set(.betweenByMe, Quantity.count(byAuthor[scan.me]))
        set(.betweenByThem, Quantity.count(byAuthor[slot.author]))
        set(.betweenAuthors, Quantity.count(authors))
        set(.sameAuthor, Quantity.flag(slot.author == scan.me))
        set(.theirMessages, Quantity.count(tally.messages))
        let myAge = scan.tallies[scan.me].lastAge
        set(.toMyLast, myAge > 0 ? Quantity.signed(myAge - row - 1) : 0)
        set(.theyAreBot, Quantity.flag(slot.kind == .bot))
        set(.theirBytes, Quantity.logarithm(slot.byteCount))
        set(.theirWords, Quantity.count(slot.wordCount))
        set(.theirRarity, Quantity.logarithm(slot.rarity))
    }

    private func fillCalls(_ row: Int, _ slot: Slot, _ set: (PairFeature, UInt8) -> Void) {
        let tally = scan.tallies[slot.author]
        let target = scan.targets[row]
        set(.callsThem, slot.author == scan.me ? 0 : tally.called)
        set(.callsOther, scan.target >= 0 && scan.target != slot.author ? scan.call : 0)
        let isNamed = target != scan.me && window.hasWord(scan.candidates[row], myNames)
        set(.theyCallMe, target == scan.me ? 2 : Quantity.flag(isNamed))
        set(.theyCallOther, Quantity.flag(target >= 0 && target != scan.me))
        set(.theyCallUnknown, Quantity.flag(target < 0 && slot.isCallMarked))
        set(.sameTarget, scan.call >= 2 && target == scan.target ? 1 : 0)
        set(.theirCallsOfMe, Quantity.count(tally.callsOfMe))
        set(.sinceTheirCallOfMe, Quantity.age(tally.lastCallOfMe))
        set(.isLastCallOfMe, Quantity.flag(target == scan.me && !isCallOfMeSeen))
        set(.myCallsOfThem, Quantity.count(tally.calledByMe))
        set(.sinceMyCallOfThem, Quantity.age(tally.lastCalledByMe))
        set(.calledBetween, Quantity.count(called[slot.author]))
        set(.myLastCalledThem, Quantity.flag(scan.tallies[scan.me].lastTarget == slot.author))
        set(.theirLastCalledMe, Quantity.flag(tally.lastTarget == scan.me && tally.messages > 0))
    }

    private func fillNeighbours(_ row: Int, _ slot: Slot, _ set: (PairFeature, UInt8) -> Void) {
        let number = scan.candidates[row]
        set(.theyAreGiven, Quantity.flag(slot.isGiven))
        set(.theirGivenAnswers, Quantity.count(givenAnswers[number - window.numbers.lowerBound]))
        let before = row + 1 < scan.remembered.count ? window[scan.remembered[row + 1]] : nil
        let after = row > 0 ? window[scan.candidates[row - 1]] : nil
        set(.gapBefore, before.map { Quantity.time(slot.time &- $0.time) } ?? 63)
        set(.gapAfter, Quantity.time((after?.time ?? utterance.time.rawValue) &- slot.time))
        set(.followsOwn, Quantity.flag(before?.author == slot.author))
        set(.isFollowedByOwn, Quantity.flag(after?.author == slot.author))
    }

    private func fillWords(_ row: Int, _ slot: Slot, _ best: Int, _ set: (PairFeature, UInt8) -> Void) {
        let overlap = scan.overlaps[row]
        set(.overlap, Quantity.count(overlap.rarity))
        set(.overlapRarest, Quantity.count(overlap.rarest))
        set(.overlapCount, Quantity.count(overlap.count))
        set(.overlapWindow, Quantity.count(overlap.count > 0 ? overlap.window : 0))
        set(.overlapShare, slot.rarity > 0 ? Quantity.count(overlap.rarity * 60 / slot.rarity) : 0)
        set(.overlapTurn, Quantity.count(ofTurn(row, slot.author) { scan.overlaps[$0].rarity }))
        set(.overlapLead, Quantity.count(best - overlap.rarity))
        set(.authorOverlap, Quantity.count(scan.tallies[slot.author].overlap))
    }

    private func fillMeaning(_ row: Int, _ slot: Slot, _ best: Float, _ set: (PairFeature, UInt8) -> Void) {
        guard let cosine = scan.cosines[row] else {
            for feature in [PairFeature.cosine, .cosineTurn, .cosineLead, .authorCosine] { set(feature, 0) }
            return
        }
        set(.cosine, Quantity.cosine(cosine))
        set(
            .cosineTurn,
            Quantity.count(ofTurn(row, slot.author) { scan.cosines[$0].map { Int(Quantity.cosine($0)) } ?? 0 }))
        set(.cosineLead, Quantity.count(Int((best - cosine) * 64)))
        set(.authorCosine, scan.tallies[slot.author].cosine)
    }

    /// The largest of what the messages have that an author wrote one after the other around a candidate.
    private func ofTurn(_ row: Int, _ author: Int, _ value: (Int) -> Int) -> Int {
        var most = value(row)
        for range in [row - min(row, 3)..<row, row + 1..<min(row + 4, scan.candidates.count)] {
            for other in range where window[scan.candidates[other]].author == author { most = max(most, value(other)) }
        }
        return most
    }

    private func clearStart(_ base: UnsafeMutablePointer<UInt8>) {
        let row = scan.candidates.count
        for feature in Self.ofCandidates { base[feature * FeatureRows.stride + row] = 0 }
        base[PairFeature.isStart.rawValue * FeatureRows.stride + row] = 1
    }

    /// Columns that say nothing of a start.
    private static let ofCandidates: [Int] =
        [
            PairFeature.gap, .age, .turns, .betweenByMe, .betweenByThem, .betweenAuthors, .sameAuthor, .theirMessages,
            .toMyLast, .theyAreBot, .callsThem, .callsOther, .theyCallMe, .theyCallOther, .theyCallUnknown,
            .sameTarget, .theirCallsOfMe, .sinceTheirCallOfMe, .isLastCallOfMe, .myCallsOfThem, .sinceMyCallOfThem,
            .calledBetween, .myLastCalledThem, .theirLastCalledMe, .theyAreGiven, .theirGivenAnswers, .gapBefore,
            .gapAfter, .followsOwn, .isFollowedByOwn, .overlap, .overlapRarest, .overlapCount, .overlapWindow,
            .overlapShare, .overlapTurn, .overlapLead, .authorOverlap, .cosine, .cosineTurn, .cosineLead,
            .authorCosine, .theirBytes, .theirWords, .theirRarity,
        ].map(\.rawValue) + (0..<TextCues.count).map { PairFeature.theirCues + $0 }
}
