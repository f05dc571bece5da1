import Chat
import Conversations

/// Goes through a log as a threader does, and makes an example of each annotated message.
struct Rehearsal {
    let rarity: RarityTable

    /// Messages before the first annotated one that are gone through.
    static let context = 300

    /// Every candidate that is right, the start, and some others.
    func sieveExamples(_ log: GoldLog, others: Int, seed: UInt64, into set: inout ExampleSet) {
        var random = SeededRandom(seed: seed, stream: 3)
        var scratch = PassScratch()
        walk(log) { window, utterance, reading, place, start in
            scratch.scanPairs(window, utterance, reading, rarity)
            let right = log.credits(place, scratch.pairs.candidates, from: start)
            let chosen = (0..<right.count).filter { row in
                right[row] > 0 || row == right.count - 1 || random.share() < Float(others) / Float(right.count)
            }
            set.add(scratch.pairs.rows, chosen, credits: chosen.map { right[$0] })
            return nil
        }
    }

    /// The candidates that the sieve leaves.
    func pairExamples(
        _ log: GoldLog, _ sieve: TreeEnsemble, into set: inout ExampleSet
    ) {
        var scratch = PassScratch()
        walk(log) { window, utterance, reading, place, start in
            scratch.scanPairs(window, utterance, reading, rarity)
            scratch.sift(sieve)
            let right = log.credits(place, scratch.ranked.map { scratch.pairs.candidates[$0] }, from: start)
            set.add(scratch.sifted, Array(right.indices), credits: right)
            return nil
        }
    }

    /// The candidates of the second pass, in a window whose links are those that the passes gave.
    func conversationExamples(
        _ log: GoldLog, _ passes: ThreadModel.Passes, into set: inout ExampleSet
    ) {
        var scratch = PassScratch()
        let model = ThreadModel(rarity: rarity, plain: passes, encoded: passes)
        let company = log.conversations
        walk(log, .everything) { window, utterance, reading, place, start in
            let choice = scratch.choose(window, utterance, reading, model)
            if log.parents[place] != nil {
                let candidates = scratch.conversations.chosen.map { scratch.pairs.candidates[$0] }
                let right = log.credits(place, candidates, from: start, company)
                set.add(scratch.conversations.rows, Array(right.indices), credits: right)
            }
            return choice[0]
        }
    }

    /// Which messages are scored, of those that are neither notices nor given answers.
    private enum Extent {
        case annotated
        case everything
    }

    /// Calls `visit` for messages; what it returns is remembered as the link, nil as a start.
    private func walk(
        _ log: GoldLog, _ extent: Extent = .annotated,
        _ visit: (ThreadWindow, Utterance, TextReading, _ place: Int, _ start: Int) -> PassScratch.Choice?
    ) {
        var window = ThreadWindow()
        var conversations: [MessageKey: MessageKey] = [:]
        let start = max(0, log.firstScored - Self.context)
        for place in start..<log.utterances.count {
            var utterance = log.utterances[place]
            let reading = TextReading(utterance.text, rarity: rarity)
            var link = ThreadLink(
                message: utterance.key, parent: nil, conversation: utterance.key, probability: 1)
            if let answered = utterance.answers {
                let conversation = conversations[answered.message] ?? answered.message
                utterance.answers = .init(message: answered.message, conversation: conversation)
                link.parent = answered.message
                link.conversation = conversation
            } else if utterance.kind != .notice, extent == .everything || log.parents[place] != nil {
                let choice = visit(window, utterance, reading, place, start)
                link.probability = choice?.probability ?? 1
                if let number = choice?.number {
                    link.parent = window.key(number)
                    link.conversation = window.conversation(of: number)
                }
            }
            conversations[utterance.key] = link.conversation
            window.remember(utterance, reading, link)
        }
    }
}

extension GoldLog {
    /// What a message of the right conversation counts that is not the one that is answered.
    private static let companion: Float = 0.05

    /// How right each candidate, by its number in a window that begins at `start`, and last the start is.
    fileprivate func credits(
        _ place: Int, _ candidates: [Int], from start: Int, _ company: [Int: Int] = [:]
    ) -> [Float] {
        let parents = parents[place] ?? []
        let own = company[place]
        let credits = candidates.map { candidate -> Float in
            if parents.contains(candidate + start) { return 1 }
            return own != nil && company[candidate + start] == own ? Self.companion : 0
        }
        return credits + [parents.contains(place) ? 1 : 0]
    }
}
