import Conversations
import Dispatch

/// Some columns of some rows, column by column.
struct GatheredColumns {
    private let bytes: [UInt8]
    private let rows: Int
    private let count: Int

    private static let bins = 64

    init(_ set: ExampleSet, _ chosen: [Int], _ columns: [Int]) {
        rows = chosen.count
        count = columns.count
        let (rows, width) = (rows, set.width)
        bytes = [UInt8](unsafeUninitializedCapacity: rows * columns.count) { target, size in
            nonisolated(unsafe) let target = target
            set.bytes.withUnsafeBufferPointer { source in
                chosen.withUnsafeBufferPointer { chosen in
                    nonisolated(unsafe) let (source, chosen) = (source, chosen)
                    DispatchQueue.concurrentPerform(iterations: 2) { part in
                        for row in part == 0 ? 0..<rows / 2 : rows / 2..<rows {
                            let base = chosen[row] * width
                            for (place, column) in columns.enumerated() {
                                target[place * rows + row] = source[base + column]
                            }
                        }
                    }
                }
            }
            size = rows * columns.count
        }
    }

    func withColumn(_ column: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        bytes.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[column * rows..<(column + 1) * rows])) }
    }

    struct Best: Sendable {
        var column = 0
        var threshold: UInt8 = 0
        var gain: Float = -.infinity
    }

    /// The question that lowers the loss most. Of equals the first; columns are shared by two threads.
    func bestSplit(
        _ slopes: [SIMD2<Float>], _ leaves: [UInt8], leafCount: Int, ridge: Float, taken: [TreeEnsemble.Split]
    ) -> Best {
        let bests = [Best](unsafeUninitializedCapacity: count) { bests, size in
            nonisolated(unsafe) let bests = bests
            slopes.withUnsafeBufferPointer { slopes in
                leaves.withUnsafeBufferPointer { leaves in
                    nonisolated(unsafe) let (slopes, leaves) = (slopes, leaves)
                    DispatchQueue.concurrentPerform(iterations: count) { column in
                        let best = self.best(of: column, slopes, leaves, leafCount, ridge)
                        (bests.baseAddress.unsafelyUnwrapped + column).initialize(to: best)
                    }
                }
            }
            size = count
        }
        return bests.reduce(Best()) { $1.gain > $0.gain ? $1 : $0 }
    }

    private func best(
        of column: Int, _ slopes: UnsafeBufferPointer<SIMD2<Float>>, _ leaves: UnsafeBufferPointer<UInt8>,
        _ leafCount: Int, _ ridge: Float
    ) -> Best {
        let bins = Self.bins
        var best = Best(column: column)
        withUnsafeTemporaryAllocation(of: SIMD2<Float>.self, capacity: leafCount * bins) { sums in
            sums.initialize(repeating: .zero)
            withColumn(column) { bytes in
                for row in 0..<rows { sums[Int(leaves[row]) &* bins &+ Int(bytes[row] & 63)] += slopes[row] }
            }
            var gains = [Float](repeating: 0, count: bins)
            for leaf in 0..<leafCount {
                let whole = (0..<bins).reduce(SIMD2<Float>.zero) { $0 + sums[leaf * bins + $1] }
                var below = SIMD2<Float>.zero
                for bin in 0..<bins {
                    below += sums[leaf * bins + bin]
                    let above = whole - below
                    gains[bin] += below.x * below.x / (below.y + ridge) + above.x * above.x / (above.y + ridge)
                }
            }
            for bin in 0..<bins where gains[bin] > best.gain {
                best.gain = gains[bin]
                best.threshold = UInt8(bin)
            }
        }
        return best
    }
}
