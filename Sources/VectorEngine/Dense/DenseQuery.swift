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
    let bytes: [Int8]
    /// What one of the bytes is worth, with the weight.
    let scale: Float
    /// How far a score from bytes may be from the true one.
    let byteMargin: Float

    init(_ vector: [Float], field: DenseField, calibration: DenseCalibration, kernels: Kernels) {
        let dimension = field.dimension
        var numbers = vector + [Float](repeating: 0, count: NumberRows.stride(width: dimension) - dimension)
        if field.metric == .cosine {
            numbers.withUnsafeMutableBufferPointer { buffer in
                if let base = buffer.baseAddress { DenseRows.scaleToUnit(base, count: dimension) }
            }
        }
        let isDistance = field.metric == .euclidean
        weight = isDistance ? 2 : 1
        let squares = numbers.reduce(0) { $0 + $1 * $1 }
        constant = isDistance ? -squares : 0
        self.numbers = numbers
        var (unit, sum): (Float, Int32) = (0, 0)
        bytes = [Int8](unsafeUninitializedCapacity: ByteRows.stride(width: dimension)) { bytes, count in
            count = ByteRows.stride(width: dimension)
            guard let base = bytes.baseAddress else { return }
            kernels.toBytes(
                numbers, stride: numbers.count, count: 1, width: dimension, bytes: base, scales: &unit, sums: &sum)
        }
        var away: Float = 0
        for column in 0..<dimension {
            let rest = numbers[column] - Float(bytes[column]) * unit
            away += rest * rest
        }
        scale = unit * weight
        // |q.x - q'.x'| <= |q| |x - x'| + |q - q'| |x'|, and a little for the rounding of sums.
        let length = squares.squareRoot()
        let bound = length * calibration.byteError + away.squareRoot() * calibration.longest
        let largest =
            isDistance ? (length + calibration.longest) * (length + calibration.longest) : length * calibration.longest
        byteMargin = weight * bound + 4e-6 * largest
    }
}
