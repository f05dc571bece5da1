/// How the scores of a list become numbers that can be added to another list's.
package struct ListScale {
    package enum Measure {
        case reciprocalRank(Double)
        /// `(score − origin) / unit`. What is not in the list counts as 0, known or not.
        case inList(origin: Double, unit: Double)
        /// `(score − origin) / unit` also for scores of rows that the list has not got; unknown ones count as its lowest.
        case throughout(origin: Double, unit: Double)
    }

    package let measure: Measure
    package let weight: Double

    package init(_ measure: Measure, weight: Double) {
        self.measure = measure
        self.weight = weight
    }

    /// From the list's worst, 0, to its best, 1; where all are equal, all are best.
    package static func unit<ID>(_ list: HitList<ID>, weight: Double) -> ListScale {
        guard let best = list.hits.first.map({ Double($0.score) }), let worst = list.lowest.map(Double.init) else {
            return ListScale(.inList(origin: 0, unit: 1), weight: weight)
        }
        let measure: Measure =
            best > worst
            ? .inList(origin: worst, unit: best - worst) : .inList(origin: worst - 1, unit: 1)
        return ListScale(measure, weight: weight)
    }

    package func contribution(rank: Int?, score: Float?, lowest: Float?) -> Contribution {
        let normalised: Double =
            switch measure {
            case .reciprocalRank(let k): rank.map { 1 / (k + Double($0)) } ?? 0
            case .inList(let origin, let unit): rank == nil ? 0 : score.map { (Double($0) - origin) / unit } ?? 0
            case .throughout(let origin, let unit): (score ?? lowest).map { (Double($0) - origin) / unit } ?? 0
            }
        return Contribution(rank: rank, score: score, normalised: normalised, weight: weight)
    }
}
