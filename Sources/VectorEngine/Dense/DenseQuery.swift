import Matrices

/// A vector that is searched for, in the forms in which it meets rows. Each is made when it is first wanted, once for all segments.
///
/// Every score is weight * (q . x) + (minus the square of x) + constant, where weight is 2 and the rest is there only if distances
/// are compared.
final class DenseQuery {
    /// With what fills it up.
    let numbers: [Float]
    let weight: Float
    let constant: Float
    private(set) lazy var inBytes = InBytes(self)
    /// With which codes are estimated.
    private(set) lazy var tables = makeTables()

    private let field: DenseField
    private let rotation: Rotation
    private let kernels: Kernels
    private lazy var squares = numbers.withUnsafeBufferPointer { $0.baseAddress?.sumOfSquares(numbers.count) ?? 0 }

    /// A vector without a fault.
    init(_ vector: [Float], field: DenseField, rotation: Rotation, kernels: Kernels) {
        self.field = field
        self.rotation = rotation
        self.kernels = kernels
        let dimension = field.dimension
        let stride = NumberRows.stride(width: dimension)
        let numbers = [Float](unsafeUninitializedCapacity: stride) { numbers, count in
            count = stride
            guard let base = numbers.baseAddress else { return }
            base.update(from: vector)
            (base + dimension).update(repeating: 0, count: stride - dimension)
            if field.metric == .cosine { kernels.scaleToUnit(base, count: dimension) }
        }
        self.numbers = numbers
        weight = field.metric == .euclidean ? 2 : 1
        constant =
            field.metric == .euclidean
            ? -(numbers.withUnsafeBufferPointer { $0.baseAddress?.sumOfSquares(stride) ?? 0 }) : 0
    }

    /// How far a score from bytes may be from the true one.
    ///
    /// |q.x - q'.x'| <= |q| |x - x'| + |q - q'| |x'|, and a little for the rounding of sums.
    func byteMargin(_ calibration: DenseCalibration) -> Float {
        let length = squares.squareRoot()
        let bound = length * calibration.byteError + inBytes.error * calibration.longest
        let largest =
            field.metric == .euclidean
            ? (length + calibration.longest) * (length + calibration.longest) : length * calibration.longest
        return weight * bound + 4e-6 * largest
    }

    private func makeTables() -> CodeTables {
        let vector = numbers.prefix(field.dimension).map { $0 * weight }
        return kernels.signTables(for: rotation.turned(vector, kernels: kernels))
    }

    /// A query's numbers as bytes.
    struct InBytes {
        let bytes: [Int8]
        /// What one of the bytes is worth, with the weight.
        let scale: Float
        /// The length of what rounding took.
        let error: Float

        fileprivate init(_ query: DenseQuery) {
            let (numbers, dimension) = (query.numbers, query.field.dimension)
            let stride = ByteRows.stride(width: dimension)
            var (unit, sum): (Float, Int32) = (0, 0)
            let bytes = [Int8](unsafeUninitializedCapacity: stride) { bytes, count in
                count = stride
                guard let base = bytes.baseAddress else { return }
                query.kernels.toBytes(
                    numbers, stride: numbers.count, count: 1, width: dimension, bytes: base, scales: &unit, sums: &sum)
            }
            let step = unit
            let rounding = [Float](unsafeUninitializedCapacity: dimension) { rounding, count in
                count = dimension
                for column in 0..<dimension { rounding[column] = numbers[column] - Float(bytes[column]) * step }
            }
            let away = rounding.withUnsafeBufferPointer { $0.baseAddress?.sumOfSquares(dimension) ?? 0 }
            self.bytes = bytes
            scale = unit * query.weight
            error = away.squareRoot()
        }
    }
}
