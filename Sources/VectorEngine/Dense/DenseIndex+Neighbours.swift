import Matrices

extension DenseIndex {
    /// The nearest rows of each row of an index, itself or another, each row once, in the order of places.
    ///
    /// Products of bytes choose half as many again as are wanted, and the numbers that are stored decide; of an index with lists
    /// the products are of shadows and only with the rows of lists that are near (`NeighbourPlan`). A result lives until it was
    /// given.
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
        let plan =
            lists > 1
            ? NeighbourPlan(self, asking: asking, count: count, recall: recall, threads: max(1, threads)) : nil
        let workers = (0..<max(1, threads)).map { _ in
            NeighbourSearch(self, asking: asking, plan: plan, count: count)
        }
        // As many groups at once as keep all threads busy, and then their results.
        let groups = asking.groupsOfPlaces
        let size = workers.count * 4
        for first in stride(from: 0, to: groups.count, by: size) {
            for found in Self.found(groups[first..<min(groups.count, first + size)], by: workers) {
                for (row, nearest) in found { try await body(row, nearest) }
            }
        }
    }

    /// As many places each as are compared with others at once; those of one list stand together.
    var groupsOfPlaces: [Range<Int>] {
        stride(from: 0, to: places, by: ProductSweep.mostColumns).map {
            $0..<min(places, $0 + ProductSweep.mostColumns)
        }
    }

    private static func found(
        _ groups: ArraySlice<Range<Int>>, by workers: [NeighbourSearch]
    ) -> [[NeighbourSearch.Found]] {
        var found = [[NeighbourSearch.Found]](repeating: [], count: groups.count)
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
