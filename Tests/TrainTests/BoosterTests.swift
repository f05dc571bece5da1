import Testing

@testable import Conversations
@testable import quarry_train

@Suite("Growing trees")
struct BoosterTests {
    /// Messages of five candidates each: right is the one whose first feature is largest, unless its second says no.
    private func examples(_ count: Int) -> ExampleSet {
        var random = SeededRandom(seed: 5)
        var set = ExampleSet(width: 4)
        for _ in 0..<count {
            var rows = FeatureRows(columns: 4)
            let first = (0..<5).map { UInt8($0 * 9) }.shuffled(using: &random)
            let refused = Int.random(in: 0..<5, using: &random)
            rows.withColumns { base in
                for row in 0..<5 {
                    base[row] = first[row]
                    base[FeatureRows.stride + row] = row == refused ? 1 : 0
                    base[2 * FeatureRows.stride + row] = UInt8.random(in: 0..<64, using: &random)
                    base[3 * FeatureRows.stride + row] = 7
                }
            }
            let best = (0..<5).filter { $0 != refused }.max { first[$0] < first[$1] }
            set.add(rows, Array(0..<5), credits: (0..<5).map { $0 == best ? 1 : 0 })
        }
        return set
    }

    @Test("finds what makes a candidate right, and the same from the same seed")
    func learns() {
        var booster = Booster()
        booster.trees = 60
        booster.columnShare = 1
        var losses: [Float] = []
        let set = examples(2000)
        let ensemble = booster.train(set) { losses.append($1) }
        #expect(abs(losses[0] - 1.609) < 0.01)
        #expect(losses[59] < 0.1)
        #expect(booster.train(set) == ensemble)
        booster.seed = 2
        #expect(booster.train(set) != ensemble)
    }

    @Test("a message none of whose candidates is right teaches nothing")
    func nothingRight() {
        var set = ExampleSet(width: 4)
        set.add(FeatureRows(columns: 4), [0, 1], credits: [0, 0])
        #expect(set.messages == 0 && set.rows == 0)
    }
}
