// What was learnt from some of the segment's own rows, asked as queries for their neighbours among the others. Layout: the error
// and length of bytes, then for each target margin and reach; all f32.

/// How far an index must look for a recall.
struct DenseCalibration: Sendable {
    /// How far bytes are from the numbers they stand for, at most, as a length.
    var byteError: Float = 0
    /// The longest row, of bytes.
    var longest: Float = 0
    /// For each target: how much less than the worst wanted score a wanted row's estimate may be.
    var margins = [Float](repeating: .infinity, count: targets.count)
    /// For each target: how much less near than expected (`Centroids.expected`) the list of a wanted row may be.
    var reaches = [Float](repeating: .infinity, count: targets.count)

    static let targets: [Float] = [0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999]
    static let count = 2 + 2 * targets.count
    /// Neighbours of each query that are found, of which the second half teach: the first are often copies of the query's own
    /// text, which any search finds, and a search from outside has none in the index.
    static let neighbours = 20
    static let queries = 256

    /// The share of what may be missed that lists miss; codes miss the rest.
    private static let shareOfLists: Float = 0.7

    /// How far to look.
    struct Effort {
        var margin: Float
        var reach: Float
    }

    /// For a recall, between the nearest targets.
    func effort(recall: Float) -> Effort {
        guard let upper = Self.targets.firstIndex(where: { $0 >= recall }) else {
            return Effort(margin: .infinity, reach: .infinity)
        }
        guard upper > 0 else { return Effort(margin: margins[0], reach: reaches[0]) }
        let (low, high) = (Self.targets[upper - 1], Self.targets[upper])
        let share = (recall - low) / (high - low)
        return Effort(
            margin: margins[upper - 1] + share * (margins[upper] - margins[upper - 1]),
            reach: reaches[upper - 1] + share * (reaches[upper] - reaches[upper - 1]))
    }

    /// From by how much wanted rows fell short, each in its place.
    mutating func learn(estimates: [Float], lists: [Float]) {
        guard !estimates.isEmpty else { return }
        let (estimates, lists) = (estimates.sorted(), lists.sorted())
        for (index, target) in Self.targets.enumerated() {
            margins[index] = Self.quantile(1 - (1 - target) * (1 - Self.shareOfLists), of: estimates)
            reaches[index] = Self.quantile(1 - (1 - target) * Self.shareOfLists, of: lists)
        }
    }

    private static func quantile(_ share: Float, of sorted: [Float]) -> Float {
        sorted[min(sorted.count - 1, Int((Float(sorted.count) * share).rounded(.up)))]
    }

    var values: [Float] {
        [byteError, longest] + zip(margins, reaches).flatMap { [$0, $1] }
    }

    init() {}

    init(values: some RandomAccessCollection<Float>) {
        let values = Array(values)
        precondition(values.count == Self.count, "as many as are written")
        (byteError, longest) = (values[0], values[1])
        for index in Self.targets.indices {
            margins[index] = values[2 + 2 * index]
            reaches[index] = values[3 + 2 * index]
        }
    }
}
