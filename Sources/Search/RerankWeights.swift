public import VectorEngine

/// How a reranker's scores join those of a fused list: as a third list, weighed by its spread like the dense one.
///
///     normalised = (score − mean) / deviation
///     weight     = share · variance / reference²
///
/// Late interaction sees with the dense list's eyes, so that list then counts less.
///
/// The constants belong to `LateInteraction` over all-MiniLM-L6-v2.
public struct RerankWeights: Sendable, Equatable {
    /// What the reranker counts when its deviation is `reference`.
    public var share = 2.0
    /// The usual deviation of the reranker's scores of a query's candidates.
    public var reference = 0.05
    /// What is left of the weight of the dense list.
    public var denseLeft = 0.55

    public static let standard = RerankWeights()

    public init() {}

    /// Puts candidates in a new order; `hits` beyond them follow in their old one.
    ///
    /// - Parameters:
    ///   - hits: of an adaptive fusion, best first.
    ///   - scores: of the first hits, as many as were asked about.
    public func rerank<ID>(_ hits: [FusedHit<ID>], by scores: [Float]) throws(FusionError) -> [FusedHit<ID>] {
        precondition(scores.count <= hits.count, "more scores than hits")
        guard scores.allSatisfy(\.isFinite) else { throw .scoreNotFinite }
        let spread = ListSpread(scores)
        let scale = ListScale(
            .throughout(origin: spread.mean, unit: spread.deviation > 0 ? spread.deviation : 1),
            weight: share * spread.variance / (reference * reference))
        let order = scores.indices.sorted {
            scores[$0] != scores[$1] ? scores[$0] > scores[$1] : hits[$0].id < hits[$1].id
        }
        var ranks = [Int](repeating: 0, count: scores.count)
        for (rank, index) in order.enumerated() { ranks[index] = rank + 1 }
        let candidates = zip(hits, zip(scores, ranks)).map { hit, found in
            var contributions = hit.contributions
            contributions[0].weight *= denseLeft
            contributions.append(scale.contribution(rank: found.1, score: found.0, lowest: nil))
            return FusedHit(
                id: hit.id, score: contributions.reduce(0) { $0 + $1.value }, contributions: contributions)
        }
        let sorted = candidates.sorted { $0.score != $1.score ? $0.score > $1.score : $0.id < $1.id }
        return sorted + hits[scores.count...]
    }
}
