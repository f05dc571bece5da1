import Glibc

/// The rows that one tree is grown from, with their gradients and curvatures.
struct Sample {
    private(set) var rows: [Int] = []
    /// Gradient and curvature.
    private(set) var slopes: [SIMD2<Float>] = []
    /// Mean of the drawn messages.
    private(set) var loss: Float = 0

    /// What a row's chance to be drawn is at least, and by how much it grows with its gradient.
    private static let floor: Float = 0.03
    private static let slope: Float = 6

    init(_ set: ExampleSet, _ scores: [Float], _ share: Float, _ random: inout SeededRandom) {
        var total: Float = 0
        var chances: [Float] = []
        for message in 0..<set.messages where random.share() < share {
            let range = set.range(message)
            let top = scores[range].max() ?? 0
            chances.removeAll(keepingCapacity: true)
            var sum: Float = 0
            var right: Float = 0
            for row in range {
                let power = expf(scores[row] - top)
                chances.append(power)
                sum += power
                right += power * set.credits[row]
            }
            total += 1
            loss -= logf(max(right / sum, 1e-12))
            for (place, row) in range.enumerated() {
                let chance = chances[place] / sum
                let gradient = chance - chances[place] * set.credits[row] / right
                let kept = min(1, Self.floor + Self.slope * abs(gradient))
                guard random.share() < kept else { continue }
                rows.append(row)
                slopes.append(SIMD2(gradient, max(chance * (1 - chance), 1e-6)) / kept)
            }
        }
        loss /= max(total, 1)
    }
}
