/// A row of a fused list, with what each list contributed.
public struct FusedHit<ID: Hashable & Comparable & Sendable>: Sendable, Equatable {
    public let id: ID
    /// The sum of the contributions.
    public let score: Double
    /// One a list, in the order of the lists.
    public let contributions: [Contribution]

    package init(id: ID, score: Double, contributions: [Contribution]) {
        self.id = id
        self.score = score
        self.contributions = contributions
    }
}

/// What a list says of a row, and how much it counts.
public struct Contribution: Sendable, Equatable {
    /// Counted from 1; nil where the list has not got the row.
    public let rank: Int?
    /// The list's own score; nil where it is not known.
    public let score: Float?
    public let normalised: Double
    public package(set) var weight: Double

    package init(rank: Int?, score: Float?, normalised: Double, weight: Double) {
        self.rank = rank
        self.score = score
        self.normalised = normalised
        self.weight = weight
    }

    package var value: Double {
        normalised * weight
    }
}
