import Matrices

/// Some rows of a segment, and their nearest among the others, found while all of them go by.
final class NeighbourSample {
    private let rows: [Int]
    private let queries: [[Float]]
    private let columns: ByteColumns
    private let kernels: Kernels
    private let metric: Metric
    private var best: [BestScores]
    /// Minus the squared length where distances are compared.
    private let constants: [Float]

    private static let block = 128

    init(rows: DenseRows, dimension: Int, metric: Metric, kernels: Kernels) {
        self.kernels = kernels
        self.metric = metric
        var random = SplitMix(seed: 77)
        let count = min(DenseCalibration.queries, rows.count)
        // One of each stretch, none twice.
        let chosen = (0..<count).map { index -> Int in
            let (low, high) = (index * rows.count / count, (index + 1) * rows.count / count)
            return Int.random(in: low..<max(low + 1, high), using: &random)
        }
        self.rows = chosen
        let room = ByteRoom(capacity: max(1, count), width: dimension)
        for (index, row) in chosen.enumerated() { rows.fill(row, room.number(index)) }
        room.convert(count, kernels: kernels)
        columns = ByteColumns(capacity: max(1, count), width: dimension)
        columns.take(room.rows, 0..<count)
        queries = (0..<count).map { Array(UnsafeBufferPointer(start: room.number($0), count: dimension)) }
        constants = queries.map { query in metric == .euclidean ? query.reduce(0) { $0 - $1 * $1 } : 0 }
        best = chosen.map { _ in BestScores(capacity: DenseCalibration.neighbours) }
    }

    /// Compares some places with all queries.
    func meet(
        _ bytes: ByteRows, count: Int, first: Int, norms: UnsafePointer<Float>?, rowOfPlace: [UInt32], threads: Int
    ) {
        let product = AlignedRoom<Float>(Self.block * columns.stride)
        for start in stride(from: 0, to: count, by: Self.block) {
            let some = min(Self.block, count - start)
            kernels.multiply(bytes, start..<start + some, by: columns, into: product.base)
            for index in 0..<some {
                let row = rowOfPlace[first + start + index]
                guard row != PlaceOrder.none else { continue }
                let line = product.base + index * columns.stride
                for query in queries.indices {
                    let score = norms.map { 2 * line[query] + $0[start + index] + constants[query] } ?? line[query]
                    guard score > best[query].score(at: DenseCalibration.neighbours), rows[query] != Int(row) else {
                        continue
                    }
                    best[query].insert(UInt32(first + start + index), score)
                }
            }
        }
    }

    /// Each query, what its length adds to a score, and the places of its neighbours.
    func each(_ body: ([Float], Float, [RowScore]) -> Void) {
        for (index, query) in queries.enumerated() {
            let neighbours = zip(best[index].places, best[index].scores).map { RowScore(row: $0, score: $1) }
            body(query, constants[index], neighbours)
        }
    }
}
