/// A row that was found. The larger the score the nearer, whatever the metric: of distances it has the minus.
struct RowScore: Hashable, Sendable {
    var row: UInt32
    var score: Float
}

extension RowScore: Comparable {
    /// The better first; of equal ones the earlier row.
    static func < (left: RowScore, right: RowScore) -> Bool {
        left.score != right.score ? left.score > right.score : left.row < right.row
    }
}
