import Chat

/// Fills in what the second pass sees of the candidates' conversations.
struct ConversationFeatures {
    private let scan: ConversationScan
    private let window: ThreadWindow
    private let pairs: PairScan
    private let utterance: Utterance
    private let bestMass: Float
    private let bestOverlap: Int
    private let bestCosine: Float

    /// Messages among which conversations count as open.
    private static let recent = 50

    init(_ scan: ConversationScan, _ window: ThreadWindow, _ pairs: PairScan, _ utterance: Utterance) {
        self.scan = scan
        self.window = window
        self.pairs = pairs
        self.utterance = utterance
        bestMass = scan.tallies.reduce(0) { max($0, $1.mass) }
        bestOverlap = scan.tallies.reduce(0) { max($0, $1.overlap) }
        bestCosine = scan.tallies.reduce(-1) { max($0, $1.cosine) }
    }

    func fill(_ base: UnsafeMutablePointer<UInt8>) {
        fillShared(base)
        for row in scan.chosen.indices {
            func set(_ feature: ConversationFeature, _ value: UInt8) {
                base[ConversationFeature.column(feature) * FeatureRows.stride + row] = value
            }
            let number = pairs.candidates[scan.chosen[row]]
            let slot = window[number]
            let tally = scan.tallies[slot.conversation]
            fillChances(row, slot, tally, set)
            fillSize(number, tally, set)
            fillPeople(number, slot, tally, set)
            fillPlace(number, slot, set)
            fillContent(tally, set)
        }
    }

    /// What all rows have in common, and zero for whatever else the row of the start has.
    private func fillShared(_ base: UnsafeMutablePointer<UInt8>) {
        let start = scan.chosen.count
        func share(_ feature: ConversationFeature, _ value: UInt8) {
            (base + ConversationFeature.column(feature) * FeatureRows.stride)
                .update(repeating: value, count: start + 1)
        }
        for feature in ConversationFeature.allCases {
            base[ConversationFeature.column(feature) * FeatureRows.stride + start] = 0
        }
        let recent = pairs.remembered.prefix(Self.recent)
        share(.startChance, Self.chance(scan.startChance))
        share(.massOfStart, Self.chance(bestMass))
        share(.open, Quantity.count(Set(recent.map { window[$0].conversation }).count))
        share(.starts, Quantity.count(recent.count { window[$0].parent == $0 }))
        base[ConversationFeature.column(.chance) * FeatureRows.stride + start] = Self.chance(scan.startChance)
    }

    private func fillChances(
        _ row: Int, _ slot: Slot, _ tally: ConversationTally, _ set: (ConversationFeature, UInt8) -> Void
    ) {
        let chance = scan.chances[row]
        set(.chance, Self.chance(chance))
        set(.rank, Quantity.count(row))
        set(.lead, Self.chance(scan.chances[0] - chance))
        set(.mass, Self.chance(tally.mass))
        set(.massLead, Self.chance(bestMass - tally.mass))
        set(.best, Self.chance(tally.best))
        set(.isBestOfIts, Quantity.flag(tally.bestRow == row))
    }

    private func fillSize(_ number: Int, _ tally: ConversationTally, _ set: (ConversationFeature, UInt8) -> Void) {
        set(.size, Quantity.logarithm(tally.size))
        set(.sinceIts, Quantity.age(tally.lastAge))
        set(.timeSinceIts, Quantity.time(utterance.time.rawValue &- window[tally.lastNumber].time))
        set(.isItsLast, Quantity.flag(tally.lastNumber == number))
        let conversation = window[number].conversation
        let after = pairs.candidates.prefix { $0 > number }.count { window[$0].conversation == conversation }
        set(.afterInIts, Quantity.count(after))
        set(.recentShare, Quantity.count(tally.recent))
        set(.isLastSpoken, Quantity.flag(tally.lastAge == 1))
    }

    private func fillPeople(
        _ number: Int, _ slot: Slot, _ tally: ConversationTally, _ set: (ConversationFeature, UInt8) -> Void
    ) {
        let me = pairs.tallies[pairs.me]
        set(.participants, Quantity.count(tally.participantCount))
        set(.mine, Quantity.count(tally.mine))
        set(.sinceMineInIts, Quantity.age(tally.lastMineAge))
        set(.isMyLast, Quantity.flag(me.lastAge > 0 && tally.lastMineAge == me.lastAge))
        var theirs = 0
        var conversations = Set<Int>()
        for other in pairs.candidates where window[other].author == slot.author {
            conversations.insert(window[other].conversation)
            if window[other].conversation == slot.conversation { theirs += 1 }
        }
        set(.theirs, Quantity.count(theirs))
        set(.theirConversations, Quantity.count(conversations.count))
        set(.ofTarget, pairs.target < 0 ? 63 : Quantity.count(tally.ofTarget))
        set(.lastIsOfMe, Quantity.flag(window[tally.lastNumber].author == pairs.me))
        set(.rootIsOfMe, tally.root < 0 ? 2 : Quantity.flag(window[tally.root].author == pairs.me))
    }

    private func fillPlace(_ number: Int, _ slot: Slot, _ set: (ConversationFeature, UInt8) -> Void) {
        var answers = 0
        var answersByMe = 0
        for other in pairs.candidates.prefix(while: { $0 > number }) where window.parent(of: other) == number {
            answers += 1
            if window[other].author == pairs.me { answersByMe += 1 }
        }
        set(.isRoot, Quantity.flag(slot.parent == number))
        set(.answers, Quantity.count(answers))
        set(.answersByMe, Quantity.count(answersByMe))
        let parent = window.parent(of: number).flatMap { $0 == number ? nil : $0 }
        set(.parentIsMine, parent.map { window[$0].author == pairs.me ? 2 : 1 } ?? 0)
        set(.certainty, slot.certainty)
        set(.weakest, scan.tallies[slot.conversation].weakest)
        set(.isItsLastGiven, Quantity.flag(window[scan.tallies[slot.conversation].lastNumber].isGiven))
    }

    private func fillContent(_ tally: ConversationTally, _ set: (ConversationFeature, UInt8) -> Void) {
        set(.overlap, Quantity.logarithm(tally.overlap))
        set(.overlapLead, Quantity.logarithm(bestOverlap - tally.overlap))
        let hasMeaning = tally.cosine > -1
        set(.meaning, hasMeaning ? Quantity.cosine(tally.cosine) : 0)
        set(.meaningLead, hasMeaning ? Quantity.count(Int((bestCosine - tally.cosine) * 64)) : 0)
        set(.rootAsks, tally.root < 0 ? 2 : Quantity.flag(window[tally.root].cues.contains(.questionMark)))
        set(.rootGap, tally.root < 0 ? 63 : Quantity.time(utterance.time.rawValue &- window[tally.root].time))
        set(.lastThanks, Quantity.flag(!window[tally.lastNumber].cues.isDisjoint(with: [.thanks, .isSolved, .leaves])))
    }

    /// By the square root, so that small chances differ too.
    private static func chance(_ value: Float) -> UInt8 {
        UInt8(min(63, max(0, value).squareRoot() * 63))
    }
}
