public import VectorEngine

/// Makes one list of a dense and a sparse one.
public enum Fusion: Sendable, Equatable {
    case reciprocalRank(k: Double = 60)
    case weighted(dense: Double, sparse: Double)
    /// Weighs each list by what its scores tell about themselves.
    case adaptive(AdaptiveWeights = .standard)

    /// Everything that is in either list, best first.
    public func fuse<ID>(dense: HitList<ID>, sparse: HitList<ID>) throws(FusionError) -> [FusedHit<ID>] {
        switch self {
        case .reciprocalRank(let k): try ListFusion.reciprocalRank(k: k).fuse([dense, sparse])
        case .weighted(let denseWeight, let sparseWeight):
            try ListFusion.weighted([denseWeight, sparseWeight]).fuse([dense, sparse])
        case .adaptive(let weights):
            ListFusion.sum([dense, sparse], [weights.scale(ofDense: dense), weights.scale(ofSparse: sparse)])
        }
    }
}
