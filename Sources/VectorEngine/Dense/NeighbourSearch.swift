import Matrices

/// One thread's search for the neighbours of many rows.
final class NeighbourSearch {
    typealias Found = (row: Int, nearest: [RowScore])

    private let index: DenseIndex
    private let asking: DenseIndex
    private let plan: NeighbourPlan?
    private let count: Int
    private let sweep: ProductSweep
    private let lists: NearLists?

    init(_ index: DenseIndex, asking: DenseIndex, plan: NeighbourPlan?, count: Int) {
        self.index = index
        self.asking = asking
        self.plan = plan
        self.count = count
        sweep = ProductSweep(
            width: plan?.own.space.dimension ?? index.layout.dimension,
            kept: Self.candidates(count, ofWhole: plan?.own.space.isWhole ?? true), kernels: index.kernels)
        lists = plan.flatMap { $0.nearLists < index.lists ? NearLists(of: index, asking: asking) : nil }
    }

    /// How many are chosen by products, among which a row may find itself.
    static func candidates(_ count: Int, ofWhole isWhole: Bool) -> Int {
        isWhole ? count + count / 2 + 9 : 4 * count + 1
    }

    /// The neighbours of the rows at some places.
    func nearest(of group: Range<Int>) -> [Found] {
        if let plan {
            sweep.begin(plan.asking.rows, group)
            for places in lists?.places(near: group, of: plan.nearLists) ?? [0..<index.places] {
                sweep.visit(plan.own.rows, places, norms: plan.own.norms)
            }
        } else {
            sweep.begin(asking.bytes, group)
            sweep.visit(index.bytes, 0..<index.places, norms: index.norms)
        }
        return group.enumerated().compactMap { column, place in
            asking.row(at: place).map { (row: $0, nearest: results(column, row: $0)) }
        }
    }

    private func results(_ column: Int, row: Int) -> [RowScore] {
        let own = asking === index ? row : nil
        var places = sweep.best(of: column).map(\.row).filter { own == nil || index.row(at: Int($0)) != own }
        let query = DenseQuery(
            asking.vector(row), field: index.field, rotation: index.rotation, kernels: index.kernels)
        let enough = Self.candidates(count, ofWhole: true)
        if places.count > enough { places = index.nearestByBytes(query, among: places, enough) }
        let rows = places.compactMap { index.row(at: Int($0)).map(UInt32.init) }
        return Array(index.exactScores(query, of: rows).sorted().prefix(count))
    }
}

extension DenseIndex {
    /// The best of some places by their bytes.
    fileprivate func nearestByBytes(_ query: DenseQuery, among places: [UInt32], _ count: Int) -> [UInt32] {
        let scores = [Float](unsafeUninitializedCapacity: places.count) { scores, filled in
            filled = places.count
            guard let base = scores.baseAddress else { return }
            places.withUnsafeBufferPointer { places in
                if let places = places.baseAddress { byteScores(query, places, filled, into: base) }
            }
        }
        return zip(places, scores).map { RowScore(row: $0, score: $1) }.sorted().prefix(count).map(\.row)
    }
}
