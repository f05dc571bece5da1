import Search
import TestSupport
import Testing
import VectorEngine

@Suite("Fusion of a dense and a sparse list")
struct FusionTests {
    static let kinds: [Fusion] = [.reciprocalRank(), .weighted(dense: 0.7, sparse: 0.3), .adaptive()]

    private func hits(_ count: Int, from first: Int, seed: UInt64, scale: Float) -> [ListedHit<Int>] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { ListedHit(first + $0, Float.random(in: 0...1, using: &generator) * scale) }
    }

    @Test("reciprocal ranks by hand")
    func reciprocalRanks() throws {
        let dense = try HitList([ListedHit(1, 0.9), ListedHit(2, 0.8)])
        let sparse = try HitList([ListedHit(2, 7), ListedHit(3, 5)])
        let fused = try Fusion.reciprocalRank().fuse(dense: dense, sparse: sparse)
        #expect(fused.map(\.id) == [2, 1, 3])
        #expect(fused.map(\.score) == [1 / 62.0 + 1 / 61.0, 1 / 61.0, 1 / 62.0])
        #expect(fused[0].contributions.map(\.rank) == [2, 1])
        #expect(fused[2].contributions.map(\.rank) == [nil, 2])
    }

    @Test("weighted scores by hand")
    func weighted() throws {
        let dense = try HitList([ListedHit(1, 0.75), ListedHit(2, 0.5), ListedHit(4, 0.25)])
        let sparse = try HitList([ListedHit(2, 8), ListedHit(3, 4)])
        let fused = try Fusion.weighted(dense: 0.5, sparse: 0.25).fuse(dense: dense, sparse: sparse)
        #expect(fused.map(\.id) == [1, 2, 3, 4])
        #expect(fused.map(\.score) == [0.5, 0.5, 0, 0])
    }

    @Test("adaptive scores by hand, with a score that a list did not list")
    func adaptive() throws {
        var weights = AdaptiveWeights()
        (weights.denseShare, weights.reference, weights.floor, weights.unit) = (2, 0.25, 0, 2)
        // Mean 0.5, deviation 0.25: the weight is 2.
        let dense = try HitList([ListedHit(1, 0.75), ListedHit(2, 0.25)], others: [3: 0.5])
        let sparse = try HitList([ListedHit(2, 8), ListedHit(3, 4)])
        let fused = try Fusion.adaptive(weights).fuse(dense: dense, sparse: sparse)
        #expect(fused.map(\.id) == [1, 2, 3])
        #expect(fused.map(\.score) == [1, -1, -1])
        #expect(fused[0].contributions[1].score == nil)
        #expect(fused[2].contributions.map(\.score) == [0.5, 4])
        #expect(fused[2].contributions.map(\.rank) == [nil, 2])
        #expect(fused[2].contributions.map(\.normalised) == [0, -1])
        #expect(fused[2].contributions.map(\.weight) == [2, 1])
    }

    @Test("a dense list that lies as close together as noise has no say")
    func noise() throws {
        let dense = try HitList((0..<100).map { ListedHit($0, 0.7 + Float($0 % 10) * 0.005) })
        let sparse = try HitList((0..<100).map { ListedHit($0, Float($0)) })
        let fused = try Fusion.adaptive().fuse(dense: dense, sparse: sparse)
        #expect(fused.map(\.id) == (0..<100).reversed())
        #expect(fused.allSatisfy { $0.contributions[0].weight == 0 })
    }

    @Test("the order in which hits come changes nothing", arguments: kinds)
    func ordersNothing(_ fusion: Fusion) throws {
        let (dense, sparse) = (hits(60, from: 0, seed: 1, scale: 1), hits(60, from: 30, seed: 2, scale: 9))
        let expected = try fusion.fuse(dense: HitList(dense), sparse: HitList(sparse))
        #expect(Set(expected.map(\.id)) == Set(0..<90))
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<5 {
            let found = try fusion.fuse(
                dense: HitList(dense.shuffled(using: &generator)), sparse: HitList(sparse.shuffled(using: &generator)))
            #expect(found.map(\.id) == expected.map(\.id))
        }
    }

    @Test("a score is the sum of its contributions, and the best comes first", arguments: kinds)
    func explains(_ fusion: Fusion) throws {
        let fused = try fusion.fuse(
            dense: HitList(hits(40, from: 0, seed: 4, scale: 1)),
            sparse: HitList(hits(40, from: 20, seed: 5, scale: 9)))
        for hit in fused {
            #expect(hit.contributions.count == 2)
            #expect(hit.score == hit.contributions.reduce(0) { $0 + $1.normalised * $1.weight })
        }
        #expect(fused.map(\.score) == fused.map(\.score).sorted(by: >))
    }

    @Test("beside an empty list the other keeps its order", arguments: kinds)
    func oneEmpty(_ fusion: Fusion) throws {
        let some = hits(30, from: 0, seed: 6, scale: 1)
        let list = try HitList(some)
        #expect(try fusion.fuse(dense: list, sparse: HitList([])).map(\.id) == list.hits.map(\.id))
        #expect(try fusion.fuse(dense: HitList([]), sparse: list).map(\.id) == list.hits.map(\.id))
        #expect(try fusion.fuse(dense: HitList([ListedHit<Int>]()), sparse: HitList([])).isEmpty)
    }

    @Test("of equal scores the smaller id goes first", arguments: kinds)
    func ties(_ fusion: Fusion) throws {
        let list = try HitList([3, 1, 2].map { ListedHit($0, 0.5) })
        #expect(list.hits.map(\.id) == [1, 2, 3])
        #expect(try fusion.fuse(dense: list, sparse: list).map(\.id) == [1, 2, 3])
    }

    @Test("a score that is no number is refused, and so is an id twice, or a bad weight")
    func refuses() throws {
        for score in [Float.nan, .infinity, -.infinity] {
            #expect(throws: FusionError.scoreNotFinite) { try HitList([ListedHit(1, score)]) }
            #expect(throws: FusionError.scoreNotFinite) { try HitList([ListedHit(1, 1)], others: [2: score]) }
            #expect(throws: FusionError.scoreNotFinite) {
                try RerankWeights.standard.rerank([Self.fused(1)], by: [score])
            }
        }
        #expect(throws: FusionError.repeatedID) { try HitList([ListedHit(1, 1), ListedHit(1, 2)]) }
        let list = try HitList([ListedHit(1, 1)])
        #expect(throws: FusionError.badWeight(-1)) {
            try Fusion.weighted(dense: -1, sparse: 1).fuse(dense: list, sparse: list)
        }
        #expect(throws: FusionError.badWeight(.infinity)) {
            try Fusion.reciprocalRank(k: .infinity).fuse(dense: list, sparse: list)
        }
    }

    @Test("a reranker moves what it saw, and leaves the rest below in order")
    func reranks() throws {
        let list = try HitList((0..<5).map { ListedHit($0, 1 - Float($0) * 0.1) })
        let fused = try Fusion.adaptive().fuse(dense: list, sparse: HitList([]))
        let reranked = try RerankWeights.standard.rerank(fused, by: [0.1, 0.5, 0.9])
        #expect(reranked.map(\.id) == [2, 1, 0, 3, 4])
        #expect(reranked[0].contributions[2].rank == 1)
        #expect(reranked[0].contributions[2].score == 0.9)
        #expect(reranked[0].contributions[0].weight == fused[2].contributions[0].weight * 0.55)
        #expect(try RerankWeights.standard.rerank(fused, by: []) == fused)
    }

    private static func fused(_ id: Int) throws -> FusedHit<Int> {
        try Fusion.reciprocalRank().fuse(dense: HitList([ListedHit(id, 1)]), sparse: HitList([]))[0]
    }
}
