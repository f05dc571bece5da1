import Glibc

/// The end of a cross-encoder: `classifier · tanh(pooler · first token)`.
struct ScoringHead: Sendable {
    private let pooler: [Float]
    private let poolerBias: [Float]
    private let classifier: [Float]
    private let classifierBias: Float

    init(_ weights: BERTWeights) throws(EmbeddingError) {
        pooler = try weights[.pooler(.weight)].finiteFloats()
        poolerBias = try weights[.pooler(.bias)].finiteFloats()
        classifier = try weights[.classifier(.weight)].finiteFloats()
        classifierBias = try weights[.classifier(.bias)].finiteFloats()[0]
    }

    /// Costs a product of one row, little beside the layers.
    func output(of first: [Float]) -> Float {
        var output = classifierBias
        for row in poolerBias.indices {
            let weights = pooler[row * first.count..<(row + 1) * first.count]
            var sum = poolerBias[row]
            for (weight, value) in zip(weights, first) { sum += weight * value }
            output += classifier[row] * tanhf(sum)
        }
        return output
    }
}
