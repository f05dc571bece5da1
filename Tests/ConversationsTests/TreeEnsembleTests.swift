import Testing

@testable import Conversations

@Suite("Trees side by side")
struct TreeEnsembleTests {
    private static func random(_ seed: UInt64) -> (UInt64) -> Int {
        var state = seed
        return { bound in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % bound)
        }
    }

    @Test("score each row as one that goes down alone", arguments: [1, 31, 32, 33, 101])
    func sideBySide(count: Int) {
        let next = Self.random(UInt64(count))
        var ensemble = TreeEnsemble()
        for _ in 0..<20 {
            ensemble.append(
                splits: (0..<TreeEnsemble.depth).map { _ in
                    .init(feature: UInt8(next(9)), threshold: UInt8(next(64)))
                },
                values: (0..<TreeEnsemble.leaves).map { _ in Int16(next(4000) - 2000) })
        }
        var rows = FeatureRows(columns: 9)
        rows.withColumns { base in
            for index in 0..<9 * FeatureRows.stride { base[index] = UInt8(next(64)) }
        }
        var scores: [Int32] = []
        ensemble.score(rows, count: count, into: &scores)
        let expected = (0..<count).map { row in
            (0..<ensemble.count).reduce(Int32(0)) { sum, tree in
                var leaf = 0
                for level in 0..<TreeEnsemble.depth {
                    let split = ensemble.splits[tree * TreeEnsemble.depth + level]
                    if rows[row, Int(split.feature)] > split.threshold { leaf |= 1 << level }
                }
                return sum + Int32(ensemble.values[tree * TreeEnsemble.leaves + leaf])
            }
        }
        #expect(scores == expected)
    }

    @Test("the mean of an ensemble and itself scores as it does")
    func mean() {
        var ensemble = TreeEnsemble()
        let splits = Array(repeating: TreeEnsemble.Split(feature: 0, threshold: 3), count: TreeEnsemble.depth)
        ensemble.append(splits: splits, values: (0..<TreeEnsemble.leaves).map { Int16(10 * $0 - 300) })
        var mean = TreeEnsemble()
        for _ in 0..<2 { mean.append(ensemble, share: 0.5) }
        var (scores, means): ([Int32], [Int32]) = ([], [])
        ensemble.score(FeatureRows(columns: 1), count: 5, into: &scores)
        mean.score(FeatureRows(columns: 1), count: 5, into: &means)
        #expect(means == scores && scores == Array(repeating: -300, count: 5))
    }
}
