import Matrices

extension DenseIndex {
    /// The nearest rows of each row of an index, itself or another, given row by row in order.
    ///
    /// Of all rows where there are no lists: products of bytes choose half as many again as are wanted, and the numbers that are
    /// stored decide. With lists only those are compared that a share of a list's rows would look into. Without lists a result
    /// lives until it was given; with them all do until the last is known, 8 bytes each.
    ///
    /// - Parameter other: whose rows ask; this index itself if nil, and then no row is its own neighbour.
    func neighbours<Failure>(
        of other: DenseIndex? = nil, count: Int, recall: Float = 0.95, threads: Int = Processor.coreCount,
        _ body: (_ row: Int, _ nearest: [RowScore]) async throws(Failure) -> Void
    ) async throws(Failure) {
        let asking = other ?? self
        precondition(asking.field.dimension == field.dimension && asking.field.metric == field.metric, "other vectors")
        precondition(count > 0, "some neighbours")
        let groups = asking.groups()
        let workers = (0..<max(1, threads)).map { _ in
            NeighbourSearch(self, asking: asking, count: count, recall: recall)
        }
        guard asking.lists > 1 else {
            // As many groups at once as keep all threads busy, and then their results.
            let size = workers.count * 4
            for first in stride(from: 0, to: groups.count, by: size) {
                let some = groups[first..<min(groups.count, first + size)]
                let found = Self.found(some, by: workers)
                for (group, nearest) in zip(some, found) {
                    for (row, nearest) in zip(group, nearest) where row < asking.rows {
                        try await body(row, nearest)
                    }
                }
            }
            return
        }
        var results = [[RowScore]](repeating: [], count: asking.rows)
        for (group, nearest) in zip(groups, Self.found(groups[...], by: workers)) {
            for (place, nearest) in zip(group, nearest) {
                if let row = asking.row(at: place) { results[row] = nearest }
            }
        }
        for (row, nearest) in results.enumerated() { try await body(row, nearest) }
    }

    /// Places whose rows ask together: of one list, as many as a sweep takes.
    private func groups() -> [Range<Int>] {
        let ranges = lists > 1 ? (0..<lists).map(places(of:)) : [0..<rows]
        return ranges.flatMap { range in
            stride(from: range.lowerBound, to: range.upperBound, by: ProductSweep.mostColumns).map {
                $0..<min(range.upperBound, $0 + ProductSweep.mostColumns)
            }
        }
    }

    /// The places of a list.
    func places(of list: Int) -> Range<Int> {
        let blocks = blocks(of: list)
        return blocks.lowerBound * CodeBlocks.rows..<blocks.upperBound * CodeBlocks.rows
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
    private let index: DenseIndex
    private let asking: DenseIndex
    private let count: Int
    private let effort: DenseCalibration.Effort
    private let sweep: ProductSweep
    private let centroids: ByteColumns?

    /// A list is looked into if this share of the rows that ask together would.
    private static let share = 0.1
    /// Lists that all look into before it is known how near the wanted rows are.
    private static let firstLists = 8

    init(_ index: DenseIndex, asking: DenseIndex, count: Int, recall: Float) {
        self.index = index
        self.asking = asking
        self.count = count
        effort = index.calibration.effort(recall: recall)
        // One more, as a row finds itself.
        sweep = ProductSweep(
            width: index.layout.dimension, kept: count + count / 2 + 9, kernels: index.kernels)
        centroids =
            index.lists > 1
            ? index.centroids.map { centroids in
                let columns = ByteColumns(capacity: centroids.count, width: index.layout.dimension)
                columns.take(centroids.bytes, 0..<centroids.count)
                return columns
            } : nil
    }

    func nearest(of group: Range<Int>) -> [[RowScore]] {
        sweep.begin(asking.bytes, group)
        if let centroids {
            visitLists(group, centroids)
        } else {
            sweep.visit(index.bytes, 0..<index.places, norms: index.norms)
        }
        return group.enumerated().map { column, place in
            asking.row(at: place).map { results(column, row: $0) } ?? []
        }
    }

    /// First the lists that are nearest to most, then those that the calibration asks for.
    private func visitLists(_ group: Range<Int>, _ centroids: ByteColumns) {
        let lists = index.lists
        let scores = AlignedRoom<Float>(group.count * centroids.stride)
        index.kernels.multiply(asking.bytes, group, by: centroids, into: scores.base)
        let weight: Float = index.field.metric == .euclidean ? 2 : 1
        func score(_ column: Int, _ list: Int) -> Float {
            weight * scores.base[column * centroids.stride + list] + (index.centroids?.biases?[list] ?? 0)
        }
        let members = group.indices.filter { asking.row(at: group[$0]) != nil }.map { $0 - group.lowerBound }
        guard !members.isEmpty else { return }
        var totals = (0..<lists).map { list in members.reduce(Float(0)) { $0 + score($1, list) } }
        func visit(_ list: Int) {
            sweep.visit(index.bytes, index.places(of: list), norms: index.norms)
        }
        let first = totals.indices.sorted { totals[$0] > totals[$1] }.prefix(Self.firstLists)
        for list in first {
            visit(list)
            totals[list] = -.infinity
        }
        let least = members.map { column -> Float in
            let best = sweep.best(of: column)
            return best.count > count ? best[count].score - effort.reach : -.infinity
        }
        let enough = max(1, Int(Double(members.count) * Self.share))
        for list in 0..<lists where totals[list] > -.infinity {
            var wanting = 0
            for (member, column) in members.enumerated() where score(column, list) >= least[member] { wanting += 1 }
            if wanting >= enough { visit(list) }
        }
    }

    private func results(_ column: Int, row: Int) -> [RowScore] {
        let rows = sweep.best(of: column).compactMap { found -> UInt32? in
            guard let other = index.row(at: Int(found.row)), asking !== index || other != row else { return nil }
            return UInt32(other)
        }
        let query = DenseQuery(
            asking.vector(row), field: index.field, calibration: index.calibration, kernels: index.kernels)
        return Array(index.exactScores(query, of: rows).sorted().prefix(count))
    }
}
