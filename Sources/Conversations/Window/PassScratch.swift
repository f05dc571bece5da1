import Chat
import Glibc

/// Runs the passes of a model for one new message, in memory that is used again for the next.
package struct PassScratch: Sendable {
    package private(set) var pairs = PairScan()
    package private(set) var sifted = FeatureRows(columns: PairFeature.columns)
    package private(set) var conversations = ConversationScan()
    /// The pair scan's rows that the sieve left, the newest first.
    package private(set) var ranked: [Int] = []
    private var scores: [Int32] = []

    /// How many candidates the sieve leaves: with the start they fill a register.
    package static let mostSifted = 31

    package init() {}

    /// A candidate by its number, or the start, and how likely its conversation is.
    package struct Choice {
        package var number: Int?
        package var probability: Float
    }

    /// Conversations, each by the likeliest message of it, and the start; the likeliest first.
    package mutating func choose(
        _ window: ThreadWindow, _ utterance: Utterance, _ reading: TextReading, _ model: ThreadModel
    ) -> [Choice] {
        let passes = utterance.vector == nil ? model.plain : model.encoded
        scanPairs(window, utterance, reading, model.rarity)
        let first = scanConversations(window, utterance, passes)
        guard passes.conversations.count > 0 else {
            return choices(ranked, first, window)
        }
        passes.conversations.score(conversations.rows, count: conversations.count, into: &scores)
        return choices(conversations.chosen, Self.softmax(scores), window)
    }

    /// The features of all candidates.
    package mutating func scanPairs(
        _ window: ThreadWindow, _ utterance: Utterance, _ reading: TextReading, _ rarity: RarityTable
    ) {
        pairs.scan(window, utterance, reading, rarity)
    }

    /// The features of the second pass; returns the chances of the first, the start's last.
    package mutating func scanConversations(
        _ window: ThreadWindow, _ utterance: Utterance, _ passes: ThreadModel.Passes
    ) -> [Float] {
        sift(passes.sieve)
        passes.pairs.score(sifted, count: ranked.count + 1, into: &scores)
        let chances = Self.softmax(scores)
        conversations.scan(window, pairs, ranked: ranked, chances: chances, utterance)
        return chances
    }

    /// Leaves the best candidates of the sieve; where it has no trees, the newest.
    package mutating func sift(_ sieve: TreeEnsemble) {
        let count = pairs.candidates.count
        ranked = Array(0..<count)
        if count > Self.mostSifted, sieve.count > 0 {
            sieve.score(pairs.rows, count: count, into: &scores)
            ranked.sort { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }
        }
        ranked = ranked.prefix(Self.mostSifted).sorted()
        sifted.take(ranked + [count], of: pairs.rows, columns: PairFeature.columns)
    }

    /// What is chosen is a conversation, by the chances of all its candidates together, and in it the likeliest candidate:
    /// on the dev logs that gained 4 to 5 points of exact match over the likeliest candidate of all.
    private func choices(_ rows: [Int], _ chances: [Float], _ window: ThreadWindow) -> [Choice] {
        // In the order of the first of equals: the start last, of messages the newest first.
        var found: [(conversation: Int, choice: Choice, best: Float)] = []
        for (row, chance) in zip(rows, chances).sorted(by: { $0.0 < $1.0 }) {
            let number = pairs.candidates[row]
            let conversation = window[number].conversation
            if let known = found.firstIndex(where: { $0.conversation == conversation }) {
                found[known].choice.probability += chance
                if chance > found[known].best {
                    found[known].best = chance
                    found[known].choice.number = number
                }
            } else {
                found.append((conversation, Choice(number: number, probability: chance), chance))
            }
        }
        found.append((-1, Choice(number: nil, probability: chances[rows.count]), 0))
        // A sort that keeps the order of equals.
        return found.map(\.choice).enumerated()
            .sorted { ($1.element.probability, $0.offset) < ($0.element.probability, $1.offset) }
            .map(\.element)
    }

    private static func softmax(_ scores: [Int32]) -> [Float] {
        let top = scores.max() ?? 0
        let powers = scores.map { expf(Float($0 - top) / TreeEnsemble.unit) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }
}
