/// Weights by index; all other weights are zero.
public struct SparseVector: Hashable, Sendable {
    /// Rising.
    public let indices: [UInt32]
    public let weights: [Float]

    /// Sorts by index; of an index that stands twice the weights are added.
    public init(_ pairs: [(index: UInt32, weight: Float)]) {
        var indices: [UInt32] = []
        var weights: [Float] = []
        for (index, weight) in pairs.sorted(by: { $0.index < $1.index }) {
            if indices.last == index {
                weights[weights.count - 1] += weight
            } else {
                indices.append(index)
                weights.append(weight)
            }
        }
        self.indices = indices
        self.weights = weights
    }
}
