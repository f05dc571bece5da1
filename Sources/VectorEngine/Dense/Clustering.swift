import Matrices

// Lloyd's k-means on a sample (Lloyd: Least squares quantization in PCM, 1982):
//
//     centroids = some rows of the sample
//     repeat: each row goes to the centroid of which x . c - |c|^2 / 2 is largest; each centroid becomes its rows' mean
//
// 1. Products are of bytes; a mean is of the numbers.
// 2. A centroid without rows takes a place beside that of the longest list, so that this one is cut in two.

/// Centres of lists of rows that are near each other.
struct Clustering {
    let dimension: Int
    let count: Int
    /// Rows of `NumberRows.stride`.
    private(set) var centroids: [Float]

    private let stride: Int
    private let kernels: Kernels
    private let threads: Int

    private static let rowsOfList = 48
    private static let rounds = 8
    private static let product = 1 << 16

    /// - Parameter count: how many lists; one has the mean of a sample.
    init(_ rows: DenseRows, dimension: Int, count: Int, threads: Int, kernels: Kernels) {
        self.dimension = dimension
        self.count = count
        self.threads = threads
        self.kernels = kernels
        stride = NumberRows.stride(width: dimension)
        centroids = [Float](repeating: 0, count: count * stride)
        var random = SplitMix(seed: UInt64(count))
        let size = min(rows.count, max(4096, count * Self.rowsOfList))
        // One row of each stretch, so that rows that stand side by side do not come together.
        let sample = (0..<size).map { index -> Int in
            let (low, high) = (index * rows.count / size, (index + 1) * rows.count / size)
            return Int.random(in: low..<max(low + 1, high), using: &random)
        }
        let fill = rows.fill
        let chosen = DenseRows(count: size) { fill(sample[$0], $1) }
        guard count > 1 else {
            let lists = [UInt32](repeating: 0, count: size)
            move(to: chosen, lists: lists, random: &random)
            return
        }
        for list in 0..<count {
            centroids.withUnsafeMutableBufferPointer { centroids in
                guard let base = centroids.baseAddress else { return }
                chosen.fill(list * size / count, base + list * stride)
            }
        }
        for _ in 0..<Self.rounds { move(to: chosen, lists: assign(chosen), random: &random) }
    }

    /// The list of each row.
    func assign(_ rows: DenseRows) -> [UInt32] {
        let columns = ByteColumns(capacity: count, width: dimension)
        let room = ByteRoom(capacity: count, width: dimension)
        room.numbers.base.update(from: centroids, count: centroids.count)
        room.convert(count, kernels: kernels)
        columns.take(
            room.rows, 0..<count,
            adding: (0..<count).map { list in
                centroids[list * stride..<(list + 1) * stride].reduce(0) { $0 - $1 * $1 } / 2
            })
        let size = max(16, min(256, Self.product / columns.stride))
        let workers = (0..<threads).map { _ in
            (ByteRoom(capacity: size, width: dimension), AlignedRoom<Float>(size * columns.stride))
        }
        let lists = AlignedRoom<UInt32>(rows.count)
        Portions.each(of: rows.count, size: size, threads: threads) { worker, range in
            let (room, product) = workers[worker]
            for (index, row) in range.enumerated() { rows.fill(row, room.number(index)) }
            room.convert(range.count, kernels: kernels)
            kernels.multiply(room.rows, 0..<range.count, by: columns, into: product.base)
            kernels.largest(
                product.base, rows: range.count, columns: columns, into: lists.base + range.lowerBound)
        }
        return Array(lists.values.prefix(rows.count))
    }

    /// Each centroid becomes the mean of its rows.
    private mutating func move(to rows: DenseRows, lists: [UInt32], random: inout SplitMix) {
        let sums = AlignedRoom<Float>(count * stride)
        let row = AlignedRoom<Float>(stride)
        var sizes = [Int](repeating: 0, count: count)
        for (index, list) in lists.enumerated() {
            rows.fill(index, row.base)
            let sum = sums.base + Int(list) * stride
            for column in 0..<dimension { sum[column] += row.base[column] }
            sizes[Int(list)] += 1
        }
        for list in 0..<count where sizes[list] > 0 {
            for column in 0..<dimension {
                centroids[list * stride + column] = sums.base[list * stride + column] / Float(sizes[list])
            }
        }
        for list in 0..<count where sizes[list] == 0 {
            guard let longest = sizes.indices.max(by: { sizes[$0] < sizes[$1] }), sizes[longest] > 1 else { return }
            for column in 0..<dimension {
                let value = centroids[longest * stride + column]
                centroids[list * stride + column] = value * Float.random(in: 0.98...1.02, using: &random)
            }
            sizes[list] = sizes[longest] / 2
            sizes[longest] -= sizes[list]
        }
    }
}
