import Chat

/// Goes through a window for the second pass over the best candidates of the first.
package struct ConversationScan: Sendable {
    /// How many candidates the second pass looks at.
    package static let mostCandidates = 15

    /// The candidates' rows in the pair scan, the likeliest first.
    package private(set) var chosen: [Int] = []
    package private(set) var rows = FeatureRows(columns: ConversationFeature.columns)
    private(set) var tallies: [ConversationTally] = []
    private(set) var chances: [Float] = []
    private(set) var startChance: Float = 0

    package init() {}

    /// - Parameter scores: of the first pass, for `ranked` and then for the start.
    mutating func scan(
        _ window: ThreadWindow, _ pairs: PairScan, ranked: [Int], chances all: [Float], _ utterance: Utterance
    ) {
        startChance = all[all.count - 1]
        let order = ranked.indices.sorted { all[$0] != all[$1] ? all[$0] > all[$1] : ranked[$0] < ranked[$1] }
        chosen = order.prefix(Self.mostCandidates).map { ranked[$0] }
        chances = order.prefix(Self.mostCandidates).map { all[$0] }
        tally(window, pairs)
        for (index, place) in order.enumerated() {
            let conversation = window[pairs.candidates[ranked[place]]].conversation
            tallies[conversation].mass += all[place]
            if all[place] > tallies[conversation].best {
                tallies[conversation].best = all[place]
                tallies[conversation].bestRow = index
            }
        }
        rows.take(chosen + [pairs.candidates.count], of: pairs.rows, columns: PairFeature.columns)
        var filled = FeatureRows.none
        swap(&filled, &rows)
        filled.withColumns { base in ConversationFeatures(self, window, pairs, utterance).fill(base) }
        swap(&filled, &rows)
    }

    package var count: Int {
        chosen.count + 1
    }

    private mutating func tally(_ window: ThreadWindow, _ pairs: PairScan) {
        tallies = Array(repeating: ConversationTally(), count: ThreadWindow.capacity + 1)
        for (index, number) in pairs.remembered.enumerated() {
            let slot = window[number]
            let age = index + 1
            tallies.withUnsafeMutableBufferPointer { tallies in
                let place = slot.conversation
                if tallies[place].size == 0 {
                    tallies[place].lastAge = age
                    tallies[place].lastNumber = number
                }
                tallies[place].size += 1
                tallies[place].join(author: slot.author)
                if slot.author == pairs.me {
                    tallies[place].mine += 1
                    if tallies[place].lastMineAge == 0 { tallies[place].lastMineAge = age }
                }
                if slot.author == pairs.target { tallies[place].ofTarget += 1 }
                if age <= 10 { tallies[place].recent += 1 }
                tallies[place].weakest = min(tallies[place].weakest, slot.certainty)
                if slot.parent == number { tallies[place].root = number }
                if index < pairs.candidates.count {
                    tallies[place].overlap += pairs.overlaps[index].rarity
                    tallies[place].cosine = max(tallies[place].cosine, pairs.cosines[index] ?? -1)
                }
            }
        }
    }
}
