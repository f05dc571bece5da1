/// Trees whose sums are scores of rows.
///
/// Each tree is oblivious (Prokhorenkova et al., "CatBoost: unbiased boosting with categorical features", 2018): all nodes
/// of a level ask the same question, so a leaf's number is made of the answers' bits, and many rows go down side by side
/// in one register.
///
///     for each tree, for 32 rows at once:
///         leaf = 0
///         for each level: leaf |= (feature > threshold) << level
///         score += value[leaf]
///
/// Values are integers, so scores are the same on every processor.
package struct TreeEnsemble: Sendable, Equatable {
    package static let depth = 6
    package static let leaves = 1 << depth
    /// What a score of 1 is as an integer.
    package static let unit: Float = 1024

    /// A question: whether a feature is above a threshold.
    package struct Split: Sendable, Equatable {
        package var feature: UInt8
        package var threshold: UInt8

        package init(feature: UInt8, threshold: UInt8) {
            self.feature = feature
            self.threshold = threshold
        }
    }

    /// `depth` of them a tree.
    package private(set) var splits: [Split] = []
    /// `leaves` of them a tree.
    package private(set) var values: [Int16] = []

    package init() {}

    package var count: Int {
        values.count / Self.leaves
    }

    package mutating func append(splits: [Split], values: [Int16]) {
        precondition(splits.count == Self.depth && values.count == Self.leaves, "a tree of another shape")
        self.splits += splits
        self.values += values
    }

    /// Adds the trees of another, each counting so much.
    package mutating func append(_ other: TreeEnsemble, share: Float) {
        splits += other.splits
        values += other.values.map { Int16((Float($0) * share).rounded()) }
    }

    /// The scores of the first rows.
    func score(_ rows: FeatureRows, count: Int, into scores: inout [Int32]) {
        let blocks = (count + 31) / 32
        scores.removeAll(keepingCapacity: true)
        scores.append(contentsOf: repeatElement(0, count: blocks * 32))
        rows.bytes.withUnsafeBytes { bytes in
            scores.withUnsafeMutableBufferPointer { scores in
                splits.withUnsafeBufferPointer { splits in
                    values.withUnsafeBufferPointer { values in
                        for block in 0..<blocks { score(block, bytes, splits, values, scores) }
                    }
                }
            }
        }
        scores.removeSubrange(count...)
    }

    private func score(
        _ block: Int, _ bytes: UnsafeRawBufferPointer, _ splits: UnsafeBufferPointer<Split>,
        _ values: UnsafeBufferPointer<Int16>, _ scores: UnsafeMutableBufferPointer<Int32>
    ) {
        for tree in 0..<count {
            // 32 bytes. A byte and 127 less a threshold, both below 64, reach 128 where the byte is larger, and never 256.
            var leaf = SIMD4<UInt64>()
            for level in 0..<Self.depth {
                let split = splits[tree * Self.depth + level]
                let column = bytes.loadUnaligned(
                    fromByteOffset: Int(split.feature) &* FeatureRows.stride &+ block &* 32, as: SIMD4<UInt64>.self)
                let carry = SIMD4(repeating: UInt64(127 &- split.threshold) &* Self.ones)
                leaf |= ((column &+ carry) & SIMD4(repeating: Self.ones << 7)) &>> SIMD4(repeating: UInt64(7 &- level))
            }
            add(leaf, values.baseAddress.unsafelyUnwrapped + tree &* Self.leaves, scores, at: block &* 32)
        }
    }

    @inline(__always)
    private func add(
        _ leaf: SIMD4<UInt64>, _ values: UnsafePointer<Int16>, _ scores: UnsafeMutableBufferPointer<Int32>,
        at start: Int
    ) {
        for word in 0..<4 {
            var leaves = leaf[word]
            for row in 0..<8 {
                scores[start &+ word &* 8 &+ row] &+= Int32(values[Int(leaves & 63)])
                leaves &>>= 8
            }
        }
    }

    /// A one in each byte.
    private static let ones: UInt64 = 0x0101_0101_0101_0101
}
