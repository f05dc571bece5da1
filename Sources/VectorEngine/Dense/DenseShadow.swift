import Matrices

// The rows of an index seen in the few dimensions that tell most of them apart. Among very many rows, products of shadows choose
// candidates at a third of the cost of products of rows:
//
//     components = the subspace in which a sample's rows are longest, by orthogonal iteration
//     shadow of a row = its products with the components, in bytes
//
// How many components a recall needs is tried with some of the index's own rows.

/// Shadows of an index's rows, in the order of rows. Never changed after its making.
final class DenseShadow {
    let space: ShadowSpace
    let rowCount: Int
    /// What each row's length adds to its score, where distances are compared.
    let norms: AlignedRoom<Float>?

    private let bytes: AlignedRoom<Int8>
    private let scales: AlignedRoom<Float>
    private let sums: AlignedRoom<Int32>

    private static let portion = 256

    init(of index: DenseIndex, in space: ShadowSpace, threads: Int) {
        self.space = space
        rowCount = index.rows
        let stride = ByteRows.stride(width: space.dimension)
        let (bytes, scales) = (AlignedRoom<Int8>(rowCount * stride), AlignedRoom<Float>(rowCount))
        let sums = AlignedRoom<Int32>(rowCount)
        (self.bytes, self.scales, self.sums) = (bytes, scales, sums)
        norms = index.norms.map { norms in
            let byRow = AlignedRoom<Float>(index.rows)
            for row in 0..<index.rows { byRow.base[row] = norms[index.place(of: row)] }
            return byRow
        }
        let workers = (0..<threads).map { _ in ShadowProjector(space, rows: Self.portion, kernels: index.kernels) }
        Portions.each(of: rowCount, size: Self.portion, threads: threads) { worker, range in
            let numbers = workers[worker].project(range, of: index)
            index.kernels.toBytes(
                numbers.base, stride: numbers.stride, count: range.count, width: space.dimension,
                bytes: bytes.base + range.lowerBound * stride, scales: scales.base + range.lowerBound,
                sums: sums.base + range.lowerBound)
        }
    }

    var rows: ByteRows {
        ByteRows(
            bytes: bytes.base, stride: ByteRows.stride(width: space.dimension), scales: scales.base, sums: sums.base)
    }

    /// With as few dimensions as find a share of the nearest rows among `kept` candidates; with all where many are needed.
    static func sufficient(for index: DenseIndex, count: Int, kept: Int, recall: Float, threads: Int) -> DenseShadow {
        let width = index.layout.dimension
        let trial = ShadowTrial(index, count: count)
        let components = ShadowComponents(index, most: width * 2 / 3)
        for dimension in stride(from: 64, through: width * 2 / 3, by: 32) {
            let shadow = DenseShadow(of: index, in: components.space(dimension), threads: threads)
            if trial.recall(of: shadow, kept: kept) >= recall + (1 - recall) / 4 { return shadow }
        }
        return DenseShadow(of: index, in: ShadowSpace(width: width), threads: threads)
    }
}

/// The part of rows' numbers that shadows show.
struct ShadowSpace {
    let width: Int
    let dimension: Int
    fileprivate let components: PackedWeights?

    /// All of it.
    init(width: Int) {
        self.width = width
        dimension = width
        components = nil
    }

    fileprivate init(width: Int, components: [[Float]]) {
        self.width = width
        dimension = components.count
        self.components = PackedWeights(
            [components.flatMap(\.self)], bias: [components.map { _ in 0 }], inputs: width, precision: .exact)
    }

    var isWhole: Bool {
        components == nil
    }
}

/// One thread's way from rows to the numbers of their shadows.
private final class ShadowProjector {
    private let space: ShadowSpace
    private let kernels: Kernels
    private let rows: FloatBuffer
    private let factors: Activations
    private let shadows: FloatBuffer

    init(_ space: ShadowSpace, rows count: Int, kernels: Kernels) {
        self.space = space
        self.kernels = kernels
        rows = FloatBuffer(rows: count, width: space.width)
        factors = Activations(rows: count, width: space.width, precision: .exact)
        shadows = FloatBuffer(rows: count, width: space.dimension)
    }

    /// Lent until the next call.
    func project(_ range: Range<Int>, of index: DenseIndex) -> FloatBuffer {
        for (place, row) in range.enumerated() { index.copy(row, to: rows.base + place * rows.stride) }
        guard let components = space.components else { return rows }
        kernels.convert(rows, count: range.count, to: factors)
        kernels.multiply(factors, by: components, count: range.count, into: shadows, .store)
        return shadows
    }
}

/// The directions in which an index's rows are longest, the longest first.
private struct ShadowComponents {
    private let width: Int
    private var directions: [[Float]]

    private static let sample = 4096
    private static let rounds = 20

    init(_ index: DenseIndex, most: Int) {
        width = index.layout.dimension
        var random = SplitMix(seed: 384)
        directions = (0..<most).map { [width] _ in (0..<width).map { _ in Float.random(in: -1...1, using: &random) } }
        let rows = Self.spread(Self.sample, over: index.rows).map { index.vector($0) }
        let turned = (0..<width).map { column in rows.map { $0[column] } }
        let moments = Self.product(turned, turned, kernels: index.kernels)
        for _ in 0..<Self.rounds {
            directions = Self.product(directions, moments, kernels: index.kernels)
            makeOrthonormal()
        }
    }

    func space(_ dimension: Int) -> ShadowSpace {
        ShadowSpace(width: width, components: Array(directions.prefix(dimension)))
    }

    /// By Gram and Schmidt.
    private mutating func makeOrthonormal() {
        for index in directions.indices {
            var direction = directions[index]
            for before in directions[..<index] {
                var share: Float = 0
                for column in 0..<width { share += before[column] * direction[column] }
                for column in 0..<width { direction[column] -= share * before[column] }
            }
            Kernels().scaleToUnit(&direction)
            directions[index] = direction
        }
    }

    /// Each row's products with each of the others.
    private static func product(_ left: [[Float]], _ right: [[Float]], kernels: Kernels) -> [[Float]] {
        let inputs = left[0].count
        let rows = FloatBuffer(rows: left.count, width: inputs)
        for (index, row) in left.enumerated() { rows.set(index, to: row) }
        let factors = Activations(rows: left.count, width: inputs, precision: .exact)
        let weights = PackedWeights(
            [right.flatMap(\.self)], bias: [right.map { _ in 0 }], inputs: inputs, precision: .exact)
        let out = FloatBuffer(rows: left.count, width: right.count)
        kernels.convert(rows, count: left.count, to: factors)
        kernels.multiply(factors, by: weights, count: left.count, into: out, .store)
        return left.indices.map { out[$0] }
    }

    /// Some numbers below another, far apart.
    static func spread(_ count: Int, over all: Int) -> [Int] {
        let count = min(count, all)
        return (0..<count).map { $0 * all / count }
    }
}

/// Some rows of an index and their nearest others, by which shadows are judged.
private final class ShadowTrial {
    private let rows: [Int]
    private let count: Int
    private let truth: [Set<UInt32>]
    private let kernels: Kernels

    init(_ index: DenseIndex, count: Int) {
        kernels = index.kernels
        self.count = count
        rows = ShadowComponents.spread(ProductSweep.mostColumns, over: index.rows)
        let room = ByteRoom(capacity: rows.count, width: index.layout.dimension)
        for (column, row) in rows.enumerated() { room.number(column).update(from: index.vector(row)) }
        room.convert(rows.count, kernels: kernels)
        let sweep = ProductSweep(width: index.layout.dimension, kept: count + 1, kernels: kernels)
        sweep.begin(room.rows, 0..<rows.count)
        sweep.visit(index.bytes, 0..<index.places, norms: index.norms)
        truth = rows.enumerated().map { column, row in
            let others = sweep.best(of: column).compactMap { index.row(at: Int($0.row)) }.filter { $0 != row }
            return Set(others.prefix(count).map(UInt32.init))
        }
    }

    /// The share of the nearest rows that are among a shadow's candidates.
    func recall(of shadow: DenseShadow, kept: Int) -> Float {
        let all = shadow.rows
        let columns = ByteRoom(capacity: rows.count, width: shadow.space.dimension)
        for (column, row) in rows.enumerated() {
            (columns.bytes.base + column * all.stride).update(from: all.bytes + row * all.stride, count: all.stride)
            columns.scales.base[column] = all.scales[row]
            columns.sums.base[column] = all.sums[row]
        }
        let sweep = ProductSweep(width: shadow.space.dimension, kept: kept, kernels: kernels)
        sweep.begin(columns.rows, 0..<rows.count)
        sweep.visit(all, 0..<shadow.rowCount, norms: shadow.norms.map { UnsafePointer($0.base) })
        let (hits, wanted) = rows.indices.reduce(into: (0, 0)) { sum, column in
            sum.0 += sweep.best(of: column).count { truth[column].contains($0.row) }
            sum.1 += truth[column].count
        }
        return Float(hits) / Float(max(1, wanted))
    }
}
