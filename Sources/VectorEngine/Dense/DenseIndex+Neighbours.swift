import Matrices

extension DenseIndex {
    /// The nearest rows of each row of an index, itself or another, given row by row in order.
    ///
    /// Products of bytes choose half as many again as are wanted, and the numbers that are stored decide; of an index with lists
    /// the products are of shadows, with as many dimensions as the recall needs, and choose four times as many. A result lives
    /// until it was given.
    ///
    /// - Parameter other: whose rows ask; this index itself if nil, and then no row is its own neighbour.
    func neighbours<Failure>(
        of other: DenseIndex? = nil, count: Int, recall: Float = 0.95, threads: Int = Processor.coreCount,
        _ body: (_ row: Int, _ nearest: [RowScore]) async throws(Failure) -> Void
    ) async throws(Failure) {
        let asking = other ?? self
        precondition(asking.field.dimension == field.dimension && asking.field.metric == field.metric, "other vectors")
        precondition(count > 0, "some neighbours")
        guard rows > 0 else {
            for row in 0..<asking.rows { try await body(row, []) }
            return
        }
        let shadows = shadows(with: asking, count: count, recall: recall, threads: max(1, threads))
        let workers = (0..<max(1, threads)).map { _ in
            NeighbourSearch(self, asking: asking, shadows: shadows, count: count)
        }
        // As many groups at once as keep all threads busy, and then their results.
        let groups = stride(from: 0, to: asking.rows, by: ProductSweep.mostColumns).map {
            $0..<min(asking.rows, $0 + ProductSweep.mostColumns)
        }
        let size = workers.count * 4
        for first in stride(from: 0, to: groups.count, by: size) {
            let some = groups[first..<min(groups.count, first + size)]
            for (group, nearest) in zip(some, Self.found(some, by: workers)) {
                for (row, nearest) in zip(group, nearest) { try await body(row, nearest) }
            }
        }
    }

    /// Shadows of this index's rows and of those that ask; none where both have their bytes in the order of rows.
    private func shadows(with asking: DenseIndex, count: Int, recall: Float, threads: Int) -> NeighbourSearch.Shadows? {
        guard lists > 1 || asking.lists > 1 else { return nil }
        let own =
            lists > 1
            ? DenseShadow.sufficient(
                for: self, count: count, kept: NeighbourSearch.candidates(count, ofWhole: false), recall: recall,
                threads: threads)
            : DenseShadow(of: self, in: ShadowSpace(width: layout.dimension), threads: threads)
        return (own, asking === self ? own : DenseShadow(of: asking, in: own.space, threads: threads))
    }

    private static func found(_ groups: ArraySlice<Range<Int>>, by workers: [NeighbourSearch]) -> [[[RowScore]]] {
        var found = [[[RowScore]]](repeating: [], count: groups.count)
        found.withUnsafeMutableBufferPointer { found in
            Portions.each(of: groups.count, size: 1, threads: workers.count) { worker, range in
                for index in range {
                    found[index] = workers[worker].nearest(of: groups[groups.startIndex + index])
                }
            }
        }
        return found
    }
}

/// One thread's search for the neighbours of many rows.
private final class NeighbourSearch {
    typealias Shadows = (own: DenseShadow, asking: DenseShadow)

    private let index: DenseIndex
    private let asking: DenseIndex
    private let shadows: Shadows?
    private let count: Int
    private let sweep: ProductSweep

    init(_ index: DenseIndex, asking: DenseIndex, shadows: Shadows?, count: Int) {
        self.index = index
        self.asking = asking
        self.shadows = shadows
        self.count = count
        sweep = ProductSweep(
            width: shadows?.own.space.dimension ?? index.layout.dimension,
            kept: Self.candidates(count, ofWhole: shadows?.own.space.isWhole ?? true), kernels: index.kernels)
    }

    /// How many are chosen by products, among which a row may find itself.
    static func candidates(_ count: Int, ofWhole isWhole: Bool) -> Int {
        isWhole ? count + count / 2 + 9 : 4 * count + 1
    }

    func nearest(of group: Range<Int>) -> [[RowScore]] {
        if let shadows {
            sweep.begin(shadows.asking.rows, group)
            sweep.visit(
                shadows.own.rows, 0..<index.rows, norms: shadows.own.norms.map { UnsafePointer($0.base) })
        } else {
            sweep.begin(asking.bytes, group)
            sweep.visit(index.bytes, 0..<index.places, norms: index.norms)
        }
        return group.enumerated().map { column, row in results(column, row: row) }
    }

    private func results(_ column: Int, row: Int) -> [RowScore] {
        var rows = sweep.best(of: column).map(\.row).filter { asking !== index || $0 != row }
        let query = DenseQuery(
            asking.vector(row), field: index.field, calibration: index.calibration, kernels: index.kernels)
        let enough = Self.candidates(count, ofWhole: true)
        if rows.count > enough { rows = index.nearestByBytes(query, of: rows, enough) }
        return Array(index.exactScores(query, of: rows).sorted().prefix(count))
    }
}

extension DenseIndex {
    /// The best of some rows by their bytes.
    fileprivate func nearestByBytes(_ query: DenseQuery, of rows: [UInt32], _ count: Int) -> [UInt32] {
        let places = rows.map { UInt32(place(of: Int($0))) }
        let scores = [Float](unsafeUninitializedCapacity: rows.count) { scores, filled in
            filled = rows.count
            guard let base = scores.baseAddress else { return }
            places.withUnsafeBufferPointer { places in
                if let places = places.baseAddress { byteScores(query, places, rows.count, into: base) }
            }
        }
        return zip(rows, scores).map { RowScore(row: $0, score: $1) }.sorted().prefix(count).map(\.row)
    }
}
