import Conversations
import Dispatch
import Glibc

/// Grows trees that put a message's right candidates before the others.
///
/// Gradient boosting (Friedman, "Greedy function approximation: a gradient boosting machine", 2001) of the likelihood that
/// a softmax over the candidates gives to the right ones together (ListNet's loss: Cao et al., "Learning to rank: from
/// pairwise approach to listwise approach", 2007), by Newton's steps, with oblivious trees (`TreeEnsemble`):
///
///     for each tree:
///         p = softmax of the scores, per message;  q = p times the credits of the candidates, scaled to 1
///         gradient = p - q;  curvature = p (1 - p)
///         rows, columns = a sample
///         for each level: take the question whose answers lower the loss most, over all leaves together
///         value = -rate * sum of gradients / (sum of curvatures + ridge), per leaf
///
/// Departures:
/// 1. Rows are drawn with chances that grow with their gradients and weighted by the inverse (as in "gradient-based one-side
///    sampling", Ke et al., "LightGBM", 2017): most candidates are hopeless and tell nothing.
/// 2. Values are rounded to those that are kept, so that what is trained is what will run.
struct Booster {
    var trees = 300
    var rate: Float = 0.1
    var ridge: Float = 4
    /// Drawn anew for each tree.
    var messages = 25_000
    /// Of columns, drawn anew for each tree.
    var columnShare: Float = 0.5
    var seed: UInt64 = 1

    private static let bins = 64

    func train(_ set: ExampleSet, progress: (Int, Float) -> Void = { _, _ in }) -> TreeEnsemble {
        var random = SeededRandom(seed: seed, stream: 7)
        var ensemble = TreeEnsemble()
        var scores = [Float](repeating: 0, count: set.rows)
        for tree in 0..<trees {
            let sample = Sample(set, scores, Float(messages) / Float(max(set.messages, 1)), &random)
            progress(tree, sample.loss)
            let columns = (0..<set.width).shuffled(using: &random)
                .prefix(max(1, Int(Float(set.width) * columnShare))).sorted()
            let (splits, values) = grow(set, sample, columns)
            add(splits, values, set, &scores)
            ensemble.append(splits: splits, values: values)
        }
        return ensemble
    }

    private func grow(
        _ set: ExampleSet, _ sample: Sample, _ columns: [Int]
    ) -> ([TreeEnsemble.Split], [Int16]) {
        let gathered = GatheredColumns(set, sample.rows, columns)
        var leaves = [UInt8](repeating: 0, count: sample.rows.count)
        var splits: [TreeEnsemble.Split] = []
        for level in 0..<TreeEnsemble.depth {
            let best = gathered.bestSplit(sample.slopes, leaves, leafCount: 1 << level, ridge: ridge, taken: splits)
            splits.append(.init(feature: UInt8(columns[best.column]), threshold: best.threshold))
            gathered.withColumn(best.column) { bytes in
                for row in leaves.indices where bytes[row] > best.threshold { leaves[row] |= 1 << UInt8(level) }
            }
        }
        var sums = [SIMD2<Float>](repeating: .zero, count: TreeEnsemble.leaves)
        for row in leaves.indices { sums[Int(leaves[row])] += sample.slopes[row] }
        let values = sums.map { sum in
            let step = -rate * sum.x / (sum.y + ridge)
            return Int16(max(-32_000, min(32_000, (step * TreeEnsemble.unit).rounded())))
        }
        return (splits, values)
    }

    /// Adds a tree to the scores of all rows, on two threads, each with rows of its own.
    private func add(
        _ splits: [TreeEnsemble.Split], _ values: [Int16], _ set: ExampleSet, _ scores: inout [Float]
    ) {
        let width = set.width
        let half = set.rows / 2
        let steps = values.map { Float($0) / TreeEnsemble.unit }
        set.bytes.withUnsafeBufferPointer { bytes in
            scores.withUnsafeMutableBufferPointer { scores in
                nonisolated(unsafe) let (bytes, scores) = (bytes, scores)
                DispatchQueue.concurrentPerform(iterations: 2) { part in
                    for row in part == 0 ? 0..<half : half..<set.rows {
                        var leaf = 0
                        for (level, split) in splits.enumerated()
                        where bytes[row * width + Int(split.feature)] > split.threshold {
                            leaf |= 1 << level
                        }
                        scores[row] += steps[leaf]
                    }
                }
            }
        }
    }
}
