import Matrices

extension DenseIndex {
    /// Rows that are scanned before the best are scored for the first time; each time later it is as many times more.
    private static let firstRows = 512
    private static let growth = 8
    /// Lists that are scanned before the best of their rows are scored.
    private static let firstLists = 8

    /// Looks at codes: of the lists that lie near enough, or of all rows where there is one list.
    func scanCodes(
        _ query: DenseQuery, _ wanted: Int, _ allowed: RowSet?, _ effort: DenseCalibration.Effort, _ least: Float
    ) -> [RowScore] {
        var scan = CodeScan(self, query, wanted: wanted, allowed: allowed, margin: effort.margin, least: least)
        guard let centroids, lists > 1 else {
            var settleAt = Self.firstRows
            let step = Self.piece / CodeBlocks.rows
            let offset = centroids.map { centroidScore($0, query) } ?? 0
            let blocks = places / CodeBlocks.rows
            var (next, size) = (0, Self.firstRows / CodeBlocks.rows)
            while next < blocks {
                let end = min(blocks, next + size)
                scan.visit(next..<end, offset: offset)
                next = end
                size = step
                if next * CodeBlocks.rows >= settleAt {
                    scan.settle()
                    settleAt *= Self.growth
                }
            }
            return scan.finish()
        }
        let (offsets, nearness) = (AlignedRoom<Float>(lists), AlignedRoom<Float>(lists))
        kernels.scores(
            of: centroids.bytes, wanted: nil, count: lists, for: query.inBytes.bytes, scale: query.inBytes.scale,
            into: offsets.base)
        for list in 0..<lists {
            offsets.base[list] += query.constant
            nearness.base[list] = offsets.base[list] + (centroids.biases?[list] ?? 0)
        }
        let near = UnsafeBufferPointer(start: nearness.base, count: lists)
        let nearest = Centroids.expected(near) - effort.reach
        var ranks = near.indices.map { UInt64(near[$0].ordered) << 32 | UInt64($0) }
        let wantedLists = near.count { $0 >= nearest }
        var (next, end) = (0, min(max(1, wantedLists), Self.firstLists))
        // What is allowed may all stand further away than what is wanted.
        while next < wantedLists || !scan.isFull, next < lists {
            ranks.selectLargest(end, from: next)
            for rank in ranks[next..<end] {
                let list = Int(rank & 0xffff_ffff)
                scan.visit(blocks(of: list), offset: offsets.base[list])
            }
            scan.settle()
            next = end
            end = min(next < wantedLists ? wantedLists : lists, end * 2)
        }
        return scan.finish()
    }

    private func centroidScore(_ centroids: Centroids, _ query: DenseQuery) -> Float {
        var score = query.constant
        for column in 0..<layout.dimension { score += query.weight * query.numbers[column] * centroids.numbers[column] }
        return score
    }
}

/// One search's way through codes.
private struct CodeScan {
    private let index: DenseIndex
    private let query: DenseQuery
    private let allowed: RowSet?
    private let tables: CodeTables
    private let codes: CodeBlocks
    private let wanted: Int
    private var funnel: Funnel
    private let places = AlignedRoom<UInt32>(DenseIndex.piece + 16)
    private let values = AlignedRoom<Float>(DenseIndex.piece + 16)

    init(
        _ index: DenseIndex, _ query: DenseQuery, wanted: Int, allowed: RowSet?, margin: Float, least: Float
    ) {
        self.index = index
        self.query = query
        self.allowed = allowed
        self.wanted = wanted
        codes = index.codes
        tables = query.tables
        // Bytes may put the last of the wanted a little too low.
        funnel = Funnel(wanted: wanted, kept: wanted + wanted / 2 + 8, margin: margin, least: least)
    }

    /// Whether as many rows as are wanted have been scored, or are known.
    var isFull: Bool {
        funnel.threshold > -.infinity
    }

    mutating func visit(_ blocks: Range<Int>, offset: Float) {
        var next = blocks.lowerBound
        while next < blocks.upperBound {
            let end = min(blocks.upperBound, next + DenseIndex.piece / CodeBlocks.rows)
            let count = index.kernels.scan(
                codes, blocks: next..<end, tables: tables, offset: offset, from: funnel.threshold,
                places: places.base, values: values.base)
            if let allowed {
                for each in 0..<count {
                    let place = places.base[each]
                    if let row = index.row(at: Int(place)), allowed[row] { funnel.add(place, values.base[each]) }
                }
            } else {
                funnel.add(places.base, values.base, count)
            }
            next = end
        }
    }

    mutating func settle() {
        funnel.settle(score)
    }

    /// The best by the numbers that are stored.
    mutating func finish() -> [RowScore] {
        funnel.finish(score)
        let rows = funnel.best.places.compactMap { index.row(at: Int($0)).map(UInt32.init) }
        return Array(index.exactScores(query, of: rows).sorted().prefix(wanted))
    }

    private var score: Funnel.Scorer {
        let (index, query) = (index, query)
        return { places, count, out in index.byteScores(query, places, count, into: out) }
    }
}
