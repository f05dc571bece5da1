import Matrices

/// The directions in which an index's rows are longest, the longest first.
struct ShadowComponents {
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
