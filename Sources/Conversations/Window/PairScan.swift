import Chat

/// Goes through a window for one new message: first everything that is remembered, for tallies, then the candidates, for
/// the features of the first pass.
package struct PairScan: Sendable {
    /// How many messages back an answer may lie, notices not counted.
    package static let mostCandidates = 100

    /// Numbers of the candidates, the newest first.
    package private(set) var candidates: [Int] = []
    /// The candidates' features, then those of "it starts a conversation".
    package private(set) var rows = FeatureRows(columns: PairFeature.columns)
    /// Of the utterances that are no notices, the newest first; behind the candidates there are more.
    private(set) var remembered: [Int] = []
    /// Whom each of `remembered` calls.
    private(set) var targets: [Int] = []
    private(set) var tallies: [AuthorTally] = []
    private(set) var overlaps: [WordOverlap] = []
    private(set) var cosines: [Float?] = []
    private(set) var me = -1
    /// How strongly the new message calls anyone, and whom.
    private(set) var call: UInt8 = 0
    private(set) var target = -1
    private(set) var callsUnknown = false

    package init() {}

    /// Rows in use.
    package var count: Int {
        candidates.count + 1
    }

    mutating func scan(_ window: ThreadWindow, _ utterance: Utterance, _ reading: TextReading, _ rarity: RarityTable) {
        remembered.removeAll(keepingCapacity: true)
        for number in window.numbers.reversed() where window[number].kind != .notice { remembered.append(number) }
        candidates = Array(remembered.prefix(Self.mostCandidates))
        tallies = Array(repeating: AuthorTally(), count: ThreadWindow.capacity + 1)
        me = window.author(utterance.author) ?? ThreadWindow.capacity
        compare(window, utterance, reading, rarity)
        tally(window, NameKeys(name: utterance.name))
        noteCalls(window, utterance, reading, rarity)
        // Taken out, so that they are written in place and not in a copy.
        var filled = FeatureRows.none
        swap(&filled, &rows)
        filled.withColumns { base in
            ChannelFeatures(self, window, utterance, reading).fill(base)
            var features = CandidateFeatures(self, window, utterance)
            features.fill(base)
        }
        swap(&filled, &rows)
    }

    /// Words and vectors of the candidates.
    private mutating func compare(
        _ window: ThreadWindow, _ utterance: Utterance, _ reading: TextReading, _ rarity: RarityTable
    ) {
        let lookup = WordOverlap.Lookup(reading, rarity: rarity, window: window)
        overlaps.removeAll(keepingCapacity: true)
        cosines.removeAll(keepingCapacity: true)
        for number in candidates {
            let slot = window[number]
            var overlap = WordOverlap()
            if slot.signature & reading.signature != 0 {
                window.forEachWord(of: number) { word in lookup.find(word, into: &overlap) }
            }
            overlaps.append(overlap)
            cosines.append(utterance.vector.flatMap { vector in window.cosine(number, vector) })
            tallies[slot.author].overlap += overlap.rarity
            if let cosine = cosines[cosines.count - 1] {
                tallies[slot.author].cosine = max(tallies[slot.author].cosine, Quantity.cosine(cosine))
            }
        }
    }

    private mutating func tally(_ window: ThreadWindow, _ myNames: NameKeys) {
        targets.removeAll(keepingCapacity: true)
        for (index, number) in remembered.enumerated() {
            let slot = window[number]
            let target = window.target(of: number, me: me, myNames: myNames)
            targets.append(target)
            let age = index + 1
            if tallies[slot.author].messages == 0 {
                tallies[slot.author].lastAge = age
                tallies[slot.author].lastTarget = target
            }
            tallies[slot.author].messages += 1
            guard target >= 0, target != slot.author else { continue }
            if target == me {
                tallies[slot.author].callsOfMe += 1
                if tallies[slot.author].lastCallOfMe == 0 { tallies[slot.author].lastCallOfMe = age }
            }
            if slot.author == me {
                tallies[target].calledByMe += 1
                if tallies[target].lastCalledByMe == 0 { tallies[target].lastCalledByMe = age }
            }
        }
    }

    /// Whom the new message calls.
    private mutating func noteCalls(
        _ window: ThreadWindow, _ utterance: Utterance, _ reading: TextReading, _ rarity: RarityTable
    ) {
        call = 0
        target = -1
        callsUnknown = false
        func called(_ author: Int, _ strength: UInt8) {
            guard author != me else { return }
            tallies[author].called = max(tallies[author].called, strength)
            if strength > call {
                call = strength
                target = author
            }
        }
        for mention in utterance.mentions.prefix(4) {
            if let author = window.author(mention) { called(author, 3) }
        }
        if let number = window.number(named: reading.call) {
            called(window[number].author, reading.isCallMarked ? 3 : 2)
        } else if reading.isCallMarked, rarity[reading.call.bare] >= RarityTable.common {
            callsUnknown = true
        }
        for word in reading.words {
            if let number = window.number(named: word) { called(window[number].author, 1) }
        }
    }
}
