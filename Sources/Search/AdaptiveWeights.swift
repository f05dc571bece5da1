/// How much a list counts, from how far its scores lie apart.
///
///     dense:   normalised = (score − mean) / deviation
///              weight     = denseShare · max(0, variance − floor²) / (reference² − floor²)
///     sparse:  normalised = (score − mean) / unit,   weight = 1
///
/// Mean and variance are those of the list's best hundred hits. An encoder that understands a query has a few
/// passages far above the others. One that does not still finds a hundred nearest ones, but they lie close together: what
/// the model does with noise has the deviation `floor`, and only the variance above that is taken for knowledge. BM25
/// needs no such measure: the sum of the words' rarities is small by itself where a query's words say little.
///
/// A row that only one list found is given its true score by the other where that is known (`HitList.others`), else that
/// list's lowest. True scores gain .0045 and .0012 of nDCG@10 on the two sets of `docs/search.md`; where the dense list is
/// worth nothing, lowest scores do less harm.
///
/// The constants belong to cosines of all-MiniLM-L6-v2 and to BM25 without the constant factor k1 + 1. Another encoder's
/// cosines may lie closer together: `scaled(by:)`.
public struct AdaptiveWeights: Sendable, Equatable {
    /// What the dense list counts when its deviation is `reference`.
    public var denseShare = 3.2
    /// The usual deviation of the cosines of a hundred nearest passages.
    public var reference = 0.055
    /// The deviation where texts mean nothing to the encoder: letters shifted by thirteen give 0.019 to 0.021.
    public var floor = 0.02
    /// The usual deviation of the BM25 scores of a hundred best passages.
    public var unit = 1.25

    public static let standard = AdaptiveWeights()

    public init() {}

    /// For an encoder whose cosines lie so many times as far apart as all-MiniLM-L6-v2's.
    public func scaled(by factor: Double) -> AdaptiveWeights {
        precondition(factor > 0 && factor.isFinite, "no factor")
        var weights = self
        weights.reference *= factor
        weights.floor *= factor
        return weights
    }

    /// Of the best hundred, however long the list is.
    private func spread<ID>(_ list: HitList<ID>) -> ListSpread {
        ListSpread(list.hits.prefix(Self.measured).map(\.score))
    }

    static let measured = 100

    func scale<ID>(ofDense list: HitList<ID>) -> ListScale {
        precondition(reference > floor, "a usual deviation below that of noise")
        let spread = spread(list)
        let knowledge = max(0, spread.variance - floor * floor) / (reference * reference - floor * floor)
        return ListScale(
            .throughout(origin: spread.mean, unit: spread.deviation > 0 ? spread.deviation : 1),
            weight: denseShare * knowledge)
    }

    func scale<ID>(ofSparse list: HitList<ID>) -> ListScale {
        ListScale(.throughout(origin: spread(list).mean, unit: unit), weight: 1)
    }
}
