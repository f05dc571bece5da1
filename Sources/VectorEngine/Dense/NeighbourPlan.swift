import Matrices

// Comparing each of a million rows with all others takes a quarter of an hour. Two things spare most of it, and each is tried on
// some of the index's own rows, whose neighbours are known by then:
//
//     shadows: with as few dimensions as find the neighbours among the candidates
//     lists: a group of rows that stand together is compared with the rows of those lists alone that are among the nearest few of
//         any of them; how few follows from which ranks the lists of the neighbours have
//
// Both miss some: half of what may be missed is the shadows', two fifths the lists', the rest is for what the trial does not see.

/// How the neighbours of all rows are found in an index with lists.
struct NeighbourPlan {
    /// Shadows of the index's rows and of those that ask.
    let own: DenseShadow
    let asking: DenseShadow
    /// Of each row, how many lists are worth a look.
    let nearLists: Int

    init(_ index: DenseIndex, asking: DenseIndex, count: Int, recall: Float, threads: Int) {
        let shortfall = 1 - min(1, recall)
        if shortfall > 0 {
            let trial = NeighbourTrial(index, count: count)
            own = trial.sufficientShadow(recall: 1 - shortfall * 0.5, threads: threads)
            nearLists = trial.sufficientLists(recall: 1 - shortfall * 0.4)
        } else {
            own = DenseShadow(of: index, in: ShadowSpace(width: index.layout.dimension), threads: threads)
            nearLists = index.lists
        }
        self.asking = asking === index ? own : DenseShadow(of: asking, in: own.space, threads: threads)
    }
}

/// Some rows of an index and their nearest others, by which a plan is made.
final class NeighbourTrial {
    private let index: DenseIndex
    private let count: Int
    private let groups: [Range<Int>]
    private let places: [Int]
    /// The places of each one's neighbours.
    private let truth: [Set<UInt32>]

    private static let groupCount = 16

    /// - Parameter index: one with lists.
    init(_ index: DenseIndex, count: Int) {
        self.index = index
        self.count = count
        let all = index.groupsOfPlaces
        groups = ShadowComponents.spread(Self.groupCount, over: all.count).map { all[$0] }
        let ofEach = ProductSweep.mostColumns / groups.count
        places = groups.flatMap { group -> [Int] in
            let rows = group.filter { index.row(at: $0) != nil }
            return ShadowComponents.spread(ofEach, over: rows.count).map { rows[$0] }
        }
        truth = zip(places, Self.best(count + 1, of: places, in: index.bytes, index.norms, of: index)).map {
            own, found in
            Set(found.filter { $0 != own && index.row(at: Int($0)) != nil }.prefix(count))
        }
    }

    /// Shadows with as few dimensions as find a share of the nearest rows among the candidates; with all where many are needed.
    func sufficientShadow(recall: Float, threads: Int) -> DenseShadow {
        let width = index.layout.dimension
        let kept = NeighbourSearch.candidates(count, ofWhole: false)
        let components = ShadowComponents(index, most: width * 2 / 3)
        for dimension in stride(from: 64, through: width * 2 / 3, by: 32) {
            let shadow = DenseShadow(of: index, in: components.space(dimension), threads: threads)
            let found = Self.best(kept, of: places, in: shadow.rows, shadow.norms, of: index)
            let (hits, wanted) = zip(found, truth).reduce(into: (0, 0)) { sum, each in
                sum.0 += each.0.count { each.1.contains($0) }
                sum.1 += each.1.count
            }
            if Float(hits) >= recall * Float(wanted) { return shadow }
        }
        return DenseShadow(of: index, in: ShadowSpace(width: width), threads: threads)
    }

    /// How many of each row's nearest lists have a share of the neighbours of a group.
    func sufficientLists(recall: Float) -> Int {
        guard let lists = NearLists(of: index, asking: index) else { return index.lists }
        let ranks = groups.flatMap { group -> [Int] in
            let least = lists.leastRanks(of: group)
            return zip(places, truth).filter { group.contains($0.0) }.flatMap { _, neighbours in
                neighbours.map { least[index.list(ofBlock: Int($0) / CodeBlocks.rows)] }
            }
        }.sorted()
        guard !ranks.isEmpty else { return index.lists }
        return ranks[min(ranks.count - 1, Int((Float(ranks.count) * recall).rounded(.up)))] + 1
    }

    /// The places that are nearest to some of them by products of bytes, the nearest first.
    private static func best(
        _ kept: Int, of places: [Int], in rows: ByteRows, _ norms: UnsafePointer<Float>?, of index: DenseIndex
    ) -> [[UInt32]] {
        let columns = ByteRoom(capacity: places.count, width: rows.stride)
        for (column, place) in places.enumerated() {
            (columns.bytes.base + column * rows.stride).update(
                from: rows.bytes + place * rows.stride, count: rows.stride)
            columns.scales.base[column] = rows.scales[place]
            columns.sums.base[column] = rows.sums[place]
        }
        let sweep = ProductSweep(width: rows.stride, kept: kept, kernels: index.kernels)
        sweep.begin(columns.rows, places.indices)
        sweep.visit(rows, 0..<index.places, norms: norms)
        return places.indices.map { sweep.best(of: $0).map(\.row) }
    }
}
