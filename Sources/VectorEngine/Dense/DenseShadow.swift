import Matrices

// The rows of an index seen in the few dimensions that tell most of them apart. Among very many rows, products of shadows choose
// candidates at a third of the cost of products of rows:
//
//     components = the subspace in which a sample's rows are longest, by orthogonal iteration
//     shadow of a row = its products with the components, in bytes
//
// How many components a recall needs is tried with some of the index's own rows.

/// Shadows of an index's rows, place by place. Never changed after its making.
final class DenseShadow {
    let space: ShadowSpace
    let places: Int
    /// What each row's length adds to its score, where distances are compared.
    let norms: UnsafePointer<Float>?

    private let bytes: AlignedRoom<Int8>
    private let scales: AlignedRoom<Float>
    private let sums: AlignedRoom<Int32>

    private static let portion = 256

    init(of index: DenseIndex, in space: ShadowSpace, threads: Int) {
        self.space = space
        places = index.places
        let stride = ByteRows.stride(width: space.dimension)
        let (bytes, scales) = (AlignedRoom<Int8>(places * stride), AlignedRoom<Float>(places))
        let sums = AlignedRoom<Int32>(places)
        (self.bytes, self.scales, self.sums) = (bytes, scales, sums)
        norms = index.norms
        let workers = (0..<threads).map { _ in ShadowProjector(space, rows: Self.portion, kernels: index.kernels) }
        Portions.each(of: places, size: Self.portion, threads: threads) { worker, range in
            let numbers = workers[worker].project(range, of: index)
            index.kernels.toBytes(
                numbers.base, stride: numbers.stride, count: range.count, width: space.dimension,
                bytes: bytes.base + range.lowerBound * stride, scales: scales.base + range.lowerBound,
                sums: sums.base + range.lowerBound)
            // What is no row is not found.
            for place in range where index.row(at: place) == nil { scales.base[place] = .nan }
        }
    }

    var rows: ByteRows {
        ByteRows(
            bytes: bytes.base, stride: ByteRows.stride(width: space.dimension), scales: scales.base, sums: sums.base)
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

    init(width: Int, components: [[Float]]) {
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
        for (line, place) in range.enumerated() {
            let out = rows.base + line * rows.stride
            if let row = index.row(at: place) {
                index.copy(row, to: out)
            } else {
                out.update(repeating: 0, count: rows.stride)
            }
        }
        guard let components = space.components else { return rows }
        kernels.convert(rows, count: range.count, to: factors)
        kernels.multiply(factors, by: components, count: range.count, into: shadows, .store)
        return shadows
    }
}
