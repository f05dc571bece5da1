import Matrices

/// One thread's choice of the lists in which the neighbours of some rows are looked for.
///
/// Rows that stand together are near each other: what is near one of them is worth a look for all, and costs all of them one
/// product of blocks.
final class NearLists {
    private let index: DenseIndex
    private let asking: DenseIndex
    private let columns: ByteColumns
    private let product: AlignedRoom<Float>
    private var ranks: [UInt64] = []

    private static let block = 32

    /// - Parameter index: one with lists.
    init?(of index: DenseIndex, asking: DenseIndex) {
        guard let centroids = index.centroids else { return nil }
        self.index = index
        self.asking = asking
        columns = ByteColumns(capacity: centroids.count, width: index.layout.dimension)
        columns.take(
            centroids.bytes, 0..<centroids.count,
            // A query's weight doubles products where distances are compared.
            adding: centroids.biases.map { $0.map { index.field.metric == .euclidean ? $0 / 2 : $0 } })
        product = AlignedRoom(Self.block * columns.stride)
    }

    /// The places, in order, of the lists that are among the nearest `count` of any row of a group.
    func places(near group: Range<Int>, of count: Int) -> [Range<Int>] {
        var isNear = [Bool](repeating: false, count: index.lists)
        eachRow(of: group) {
            ranks.selectLargest(count)
            for rank in ranks.prefix(count) { isNear[Int(rank & 0xffff_ffff)] = true }
        }
        var ranges: [Range<Int>] = []
        for list in isNear.indices where isNear[list] {
            let blocks = index.blocks(of: list)
            let places = blocks.lowerBound * CodeBlocks.rows..<blocks.upperBound * CodeBlocks.rows
            if let last = ranges.last, last.upperBound == places.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<places.upperBound
            } else {
                ranges.append(places)
            }
        }
        return ranges
    }

    /// For each list, how many lists are nearer to that row of a group to which it is the nearest.
    func leastRanks(of group: Range<Int>) -> [Int] {
        var least = [Int](repeating: index.lists, count: index.lists)
        eachRow(of: group) {
            ranks.sort(by: >)
            for (place, rank) in ranks.enumerated() {
                let list = Int(rank & 0xffff_ffff)
                least[list] = min(least[list], place)
            }
        }
        return least
    }

    /// Lends, in `ranks`, each row's lists below how near they are.
    private func eachRow(of group: Range<Int>, _ body: () -> Void) {
        for start in stride(from: group.lowerBound, to: group.upperBound, by: Self.block) {
            let end = min(group.upperBound, start + Self.block)
            index.kernels.multiply(asking.bytes, start..<end, by: columns, into: product.base)
            for place in start..<end where asking.row(at: place) != nil {
                let line = product.base + (place - start) * columns.stride
                ranks.removeAll(keepingCapacity: true)
                for list in 0..<index.lists { ranks.append(UInt64(line[list].ordered) << 32 | UInt64(list)) }
                body()
            }
        }
    }
}
