/// Makes one list of several, each of which found rows in its own way.
///
/// A function of the lists alone: it does not depend on the order in which hits come, and orders equal scores by id.
public enum ListFusion: Sendable, Equatable {
    /// Gordon V. Cormack, Charles L. A. Clarke, Stefan Büttcher, "Reciprocal rank fusion outperforms Condorcet and
    /// individual rank learning methods", SIGIR 2009: a list gives `1 / (k + rank)`. Each list has one vote, so a list that is
    /// much the weaker costs much.
    case reciprocalRank(k: Double = 60)
    /// Scores scaled to 0...1 inside each list, times its weight; a row that a list has not got counts as 0 in it.
    case weighted([Double])

    /// Everything that is in any list, best first.
    public func fuse<ID>(_ lists: [HitList<ID>]) throws(FusionError) -> [FusedHit<ID>] {
        switch self {
        case .reciprocalRank(let k):
            try Self.require(k)
            return Self.sum(lists, lists.map { _ in ListScale(.reciprocalRank(k), weight: 1) })
        case .weighted(let weights):
            for weight in weights { try Self.require(weight) }
            guard weights.count == lists.count else { throw .weights(weights.count, lists: lists.count) }
            return Self.sum(lists, zip(lists, weights).map { ListScale.unit($0, weight: $1) })
        }
    }

    private static func require(_ number: Double) throws(FusionError) {
        guard number.isFinite, number >= 0 else { throw .badWeight(number) }
    }

    /// Adds up what each list says of a row, as its scale has it.
    package static func sum<ID>(_ lists: [HitList<ID>], _ scales: [ListScale]) -> [FusedHit<ID>] {
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
