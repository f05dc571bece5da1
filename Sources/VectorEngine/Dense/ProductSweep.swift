import Matrices

// The best of all rows for many queries at once: products of blocks of bytes, of which only what reaches its query's threshold is
// looked at. Each query has room for some candidates; when it is full, the best stay and the threshold rises to the last of them.

/// Finds the rows of bytes that are nearest to each of some others. Owned by one worker at a time.
final class ProductSweep {
    /// Candidates that stay.
    let kept: Int
    let columns: ByteColumns

    private let kernels: Kernels
    private let product: AlignedRoom<Float>
    private let hits: AlignedRoom<KeptProduct>
    private let thresholds: AlignedRoom<Float>
    private let candidates: AlignedRoom<UInt64>
    private let counts: AlignedRoom<Int>
    private let room: Int

    static let mostColumns = 256
    private static let block = 96

    init(width: Int, kept: Int, kernels: Kernels) {
        self.kept = kept
        self.kernels = kernels
        columns = ByteColumns(capacity: Self.mostColumns, width: width)
        room = 4 * kept
        product = AlignedRoom(Self.block * columns.stride)
        hits = AlignedRoom(Self.block * columns.stride)
        thresholds = AlignedRoom(columns.stride)
        candidates = AlignedRoom(columns.stride * room)
        counts = AlignedRoom(columns.stride)
    }

    /// Takes up new queries.
    func begin(_ queries: ByteRows, _ range: Range<Int>) {
        columns.take(queries, range)
        for column in 0..<columns.stride {
            thresholds.base[column] = column < range.count ? -.infinity : .infinity
            counts.base[column] = 0
        }
    }

    /// Compares the queries with some places.
    ///
    /// - Parameter norms: what each place's length adds; then products count twice.
    func visit(_ rows: ByteRows, _ range: Range<Int>, norms: UnsafePointer<Float>?) {
        var start = range.lowerBound
        while start < range.upperBound {
            let count = min(Self.block, range.upperBound - start)
            let found = kernels.keep(
                rows, start..<start + count, by: columns, norms: norms, from: thresholds.base, room: product.base,
                into: hits.base)
            for index in 0..<found { add(hits.base[index]) }
            start += count
        }
    }

    @inline(__always)
    private func add(_ hit: KeptProduct) {
        let column = Int(hit.column)
        guard hit.score >= thresholds.base[column] else { return }
        (candidates.base + column * room)[counts.base[column]] = UInt64(hit.score.ordered) << 32 | UInt64(hit.row)
        counts.base[column] += 1
        if counts.base[column] == room { prune(column) }
    }

    private func prune(_ column: Int) {
        let all = UnsafeMutableBufferPointer(start: candidates.base + column * room, count: counts.base[column])
        all.selectLargest(kept)
        counts.base[column] = kept
        let least = all.prefix(kept).min() ?? 0
        thresholds.base[column] = Float(ordered: UInt32(least >> 32))
    }

    /// A query's best places so far, the best first, with their scores.
    func best(of column: Int) -> [RowScore] {
        let all = UnsafeMutableBufferPointer(start: candidates.base + column * room, count: counts.base[column])
        all.selectLargest(kept)
        return all.prefix(kept).sorted(by: >).map {
            RowScore(row: UInt32(truncatingIfNeeded: $0), score: Float(ordered: UInt32($0 >> 32)))
        }
    }
}
