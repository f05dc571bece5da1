/// Makes one list of a dense and a sparse one.
///
/// `adaptive` needs to know which list is which, the others do not. All are functions of the lists alone, do not depend on
/// the order in which hits come, and order equal scores by id.
public enum Fusion: Sendable, Equatable {
    /// Gordon V. Cormack, Charles L. A. Clarke, Stefan Büttcher, "Reciprocal rank fusion outperforms Condorcet and
    /// individual rank learning methods", SIGIR 2009: a list gives `1 / (k + rank)`. Each list has one vote, so a list that is
    /// much the weaker costs much.
    case reciprocalRank(k: Double = 60)
    /// Scores scaled to 0...1 inside each list, times weights; a row that a list has not got counts as 0 in it.
    case weighted(dense: Double, sparse: Double)
    /// Weighs each list by what its scores tell about themselves.
    case adaptive(AdaptiveWeights = .standard)

    /// Everything that is in either list, best first.
    public func fuse<ID>(dense: HitList<ID>, sparse: HitList<ID>) throws(FusionError) -> [FusedHit<ID>] {
        let scales: [ListScale]
        switch self {
        case .reciprocalRank(let k):
            try Self.require(k)
            scales = [ListScale(.reciprocalRank(k), weight: 1), ListScale(.reciprocalRank(k), weight: 1)]
        case .weighted(let denseWeight, let sparseWeight):
            try Self.require(denseWeight)
            try Self.require(sparseWeight)
            scales = [.unit(dense, weight: denseWeight), .unit(sparse, weight: sparseWeight)]
        case .adaptive(let weights):
            scales = [weights.scale(ofDense: dense), weights.scale(ofSparse: sparse)]
        }
        return Self.sum([dense, sparse], scales)
    }

    private static func require(_ number: Double) throws(FusionError) {
        guard number.isFinite, number >= 0 else { throw .badWeight(number) }
    }

    private static func sum<ID>(_ lists: [HitList<ID>], _ scales: [ListScale]) -> [FusedHit<ID>] {
        var contributions: [ID: [Contribution]] = [:]
        let ids = Set(lists.flatMap { $0.hits.map(\.id) })
        for id in ids { contributions[id] = [] }
        for (list, scale) in zip(lists, scales) {
            let ranks = Dictionary(uniqueKeysWithValues: list.hits.enumerated().map { ($1.id, $0) })
            for id in ids {
                let place = ranks[id]
                let score = place.map { list.hits[$0].score } ?? list.others[id]
                contributions[id, default: []].append(
                    scale.contribution(rank: place.map { $0 + 1 }, score: score, lowest: list.lowest))
            }
        }
        return contributions.map { id, parts in
            FusedHit(id: id, score: parts.reduce(0) { $0 + $1.value }, contributions: parts)
        }
        .sorted { $0.score != $1.score ? $0.score > $1.score : $0.id < $1.id }
    }
}
