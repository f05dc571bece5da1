import Matrices

extension DenseIndex {
    /// The nearest rows of each of many vectors, as `search` finds them.
    ///
    /// Where every row is looked at, products of blocks take the place of scans: several times as fast from some dozens on.
    func search(
        _ vectors: [[Float]], count: Int, allowed: RowSet? = nil, effort: Effort = .standard
    ) throws(EngineError) -> [[RowScore]] {
        guard lists == 0 || effort == .exact, allowed == nil, vectors.count > 3, min(count, rows) > 0 else {
            var found: [[RowScore]] = []
            for vector in vectors { found.append(try search(vector, count: count, allowed: allowed, effort: effort)) }
            return found
        }
        let wanted = min(count, rows)
        var queries: [DenseQuery] = []
        for vector in vectors { queries.append(try query(vector)) }
        let sweep = ProductSweep(width: layout.dimension, kept: 2 * wanted + 16, kernels: kernels)
        let room = ByteRoom(capacity: ProductSweep.mostColumns, width: layout.dimension)
        var found: [[RowScore]] = []
        for first in stride(from: 0, to: queries.count, by: ProductSweep.mostColumns) {
            let some = queries[first..<min(queries.count, first + ProductSweep.mostColumns)]
            for (column, query) in some.enumerated() {
                room.number(column).update(from: query.numbers, count: room.numberStride)
            }
            room.convert(some.count, kernels: kernels)
            sweep.begin(room.rows, 0..<some.count)
            sweep.visit(bytes, 0..<places, norms: norms)
            for (column, query) in some.enumerated() {
                found.append(results(query, sweep.best(of: column), kept: sweep.kept, wanted))
            }
        }
        return found
    }

    /// The nearest among candidates; by a scan of its own if one that was left out might be nearer.
    private func results(_ query: DenseQuery, _ candidates: [RowScore], kept: Int, _ wanted: Int) -> [RowScore] {
        let rows = candidates.compactMap { row(at: Int($0.row)).map(UInt32.init) }
        let found = Array(exactScores(query, of: rows).sorted().prefix(wanted))
        guard let last = candidates.last, let worst = found.last, candidates.count >= kept || found.count < wanted,
            last.score + query.constant + query.byteMargin(calibration) >= worst.score
        else { return found }
        return scanBytes(query, wanted, nil)
    }
}
