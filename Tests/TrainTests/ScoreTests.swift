import Chat
import Conversations
import Testing

@testable import quarry_train

@Suite("Scores of links")
struct ScoreTests {
    private func log(_ parents: [Int]) -> GoldLog {
        GoldLog(
            name: "x",
            utterances: parents.indices.map {
                Utterance(
                    key: MessageKey(rawValue: Int64($0)), time: Timestamp(rawValue: Int64($0)), author: 1, name: "a",
                    text: "")
            }, parents: Dictionary(uniqueKeysWithValues: parents.enumerated().map { ($0, [$1]) }))
    }

    /// Gold: {0, 1, 2}, {3, 4}, {5}; told: {0, 1}, {2, 3, 4}, {5}.
    @Test("are those that the kit's script gives")
    func byHand() {
        var score = Score()
        score.add(log([0, 0, 1, 3, 3, 5]), told: [0, 0, 2, 2, 3, 5])
        #expect(abs(score.linkF - 100 * 4 / 6) < 0.01)
        #expect(score.exactF == 0)
        #expect(abs(score.oneToOne - 100 * 5 / 6) < 0.01)
        // H(told | gold) + H(gold | told) = 1/2 * 0.9183 + 1/2 * 0.9183, of log2 6.
        #expect(abs(score.information - 64.47) < 0.01)
    }

    @Test("are full marks for the gold itself")
    func full() {
        var score = Score()
        score.add(log([0, 0, 1, 3, 3, 5]), told: [0, 0, 1, 3, 3, 5])
        for figure in [score.linkF, score.exactF, score.oneToOne, score.information] {
            #expect(abs(figure - 100) < 1e-9)
        }
    }

    @Test("the best matching is the largest of all", arguments: 1...20)
    func matching(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let (rows, columns) = (Int.random(in: 1...5, using: &random), Int.random(in: 1...5, using: &random))
        let weights = (0..<rows).map { _ in (0..<columns).map { _ in Int.random(in: 0...9, using: &random) } }
        func best(_ row: Int, _ free: Set<Int>) -> Int {
            guard row < rows else { return 0 }
            return free.reduce(best(row + 1, free)) {
                max($0, weights[row][$1] + best(row + 1, free.subtracting([$1])))
            }
        }
        #expect(Assignment.best(weights) == best(0, Set(0..<columns)), "seed \(seed)")
    }
}
