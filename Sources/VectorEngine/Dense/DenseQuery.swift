import Matrices

/// A vector that is searched for, in the forms in which it meets rows.
///
/// Every score is weight * (q . x) + (minus the square of x) + constant, where weight is 2 and the rest is there only if distances
/// are compared.
struct DenseQuery {
    /// With what fills it up.
    let numbers: [Float]
    let weight: Float
    let constant: Float
    /// None where only numbers are compared.
    let bytes: [Int8]
    /// What one of the bytes is worth, with the weight.
    let scale: Float
    /// How far a score from bytes may be from the true one.
    let byteMargin: Float

    init(
        _ vector: [Float], field: DenseField, calibration: DenseCalibration, inBytes: Bool = true, kernels: Kernels
    ) {
        let dimension = field.dimension
        let stride = NumberRows.stride(width: dimension)
        let numbers = [Float](unsafeUninitializedCapacity: stride) { numbers, count in
            count = stride
            guard let base = numbers.baseAddress else { return }
            base.update(from: vector)
            (base + dimension).update(repeating: 0, count: stride - dimension)
            if field.metric == .cosine { kernels.scaleToUnit(base, count: dimension) }
        }
        let isDistance = field.metric == .euclidean
        self.numbers = numbers
        weight = isDistance ? 2 : 1
        guard inBytes else {
            (bytes, scale, byteMargin) = ([], 0, 0)
            let squares = isDistance ? numbers.withUnsafeBufferPointer { $0.baseAddress?.sumOfSquares(stride) ?? 0 } : 0
            constant = -squares
            return
        }
        let squares = numbers.withUnsafeBufferPointer { $0.baseAddress?.sumOfSquares(stride) ?? 0 }
        constant = isDistance ? -squares : 0
        var (unit, sum): (Float, Int32) = (0, 0)
        let bytes = [Int8](unsafeUninitializedCapacity: ByteRows.stride(width: dimension)) { bytes, count in
            count = ByteRows.stride(width: dimension)
            guard let base = bytes.baseAddress else { return }
            kernels.toBytes(
                numbers, stride: numbers.count, count: 1, width: dimension, bytes: base, scales: &unit, sums: &sum)
        }
        self.bytes = bytes
        let step = unit
        let rounding = [Float](unsafeUninitializedCapacity: dimension) { rounding, count in
            count = dimension
            for column in 0..<dimension { rounding[column] = numbers[column] - Float(bytes[column]) * step }
        }
        let away = rounding.withUnsafeBufferPointer { $0.baseAddress?.sumOfSquares(dimension) ?? 0 }
        scale = unit * weight
        // |q.x - q'.x'| <= |q| |x - x'| + |q - q'| |x'|, and a little for the rounding of sums.
        let length = squares.squareRoot()
        let bound = length * calibration.byteError + away.squareRoot() * calibration.longest
        let largest =
            isDistance ? (length + calibration.longest) * (length + calibration.longest) : length * calibration.longest
        byteMargin = weight * bound + 4e-6 * largest
    }
}
