/// What one search found.
///
/// Hits may come in any order: the better score goes first, and of equal scores the smaller id.
public struct HitList<ID: Hashable & Comparable & Sendable>: Sendable {
    /// Best first.
    public let hits: [ListedHit<ID>]
    /// Scores, by the same measure, of rows that the search did not list.
    public let others: [ID: Float]

    /// Throws where a score is no finite number, or an id comes twice.
    ///
    /// - Parameter others: what the other list found and this one did not; ids that are among `hits` are ignored.
    public init(_ hits: [ListedHit<ID>], others: [ID: Float] = [:]) throws(FusionError) {
        guard hits.allSatisfy(\.score.isFinite), others.values.allSatisfy(\.isFinite) else { throw .scoreNotFinite }
        guard Set(hits.map(\.id)).count == hits.count else { throw .repeatedID }
        self.hits = hits.sorted { $0.score != $1.score ? $0.score > $1.score : $0.id < $1.id }
        self.others = others
    }

    /// Whose score the hits beyond a list's end are given, if it is not known.
    package var lowest: Float? {
        hits.last?.score
    }
}

/// Why lists cannot be fused.
public enum FusionError: Error, Equatable, Sendable {
    case scoreNotFinite
    case repeatedID
    /// A weight or a constant that is negative, infinite or none.
    case badWeight(Double)
    case weights(Int, lists: Int)
}
