/// A row that a search found, and what the search thinks of it.
public struct ListedHit<ID: Hashable & Comparable & Sendable>: Sendable, Equatable {
    public let id: ID
    public let score: Float

    public init(_ id: ID, _ score: Float) {
        self.id = id
        self.score = score
    }
}
