/// The tokens of a text as vectors of length one.
struct UnitTokens {
    private let width: Int
    private let values: [Float]

    /// - Parameter leavingOutEnds: without the first and the last, unless there is nothing between them.
    init(_ rows: VectorRows, leavingOutEnds: Bool) {
        width = rows.dimension
        let kept = leavingOutEnds && rows.count > 2 ? 1..<rows.count - 1 : 0..<rows.count
        var values: [Float] = []
        values.reserveCapacity(kept.count * width)
        for row in kept {
            let vector = rows[row]
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let scale = length > 0 ? 1 / length : 0
            for value in vector { values.append(value * scale) }
        }
        self.values = values
    }

    /// For each token the cosine of its nearest among `others`; the mean of these.
    func meanOfMaxima(over others: UnitTokens) -> Float {
        precondition(others.width == width, "tokens of another model")
        return values.withUnsafeBufferPointer { own in
            others.values.withUnsafeBufferPointer { other in
                var sum: Float = 0
                for start in stride(from: 0, to: own.count, by: width) {
                    var nearest = -Float.infinity
                    for place in stride(from: 0, to: other.count, by: width) {
                        nearest = max(nearest, Self.product(own, start, other, place, width))
                    }
                    sum += nearest
                }
                return sum / Float(own.count / width)
            }
        }
    }

    /// Sixteen sums side by side, which the compiler keeps in vector registers: a single sum has to be added in order.
    private static func product(
        _ left: UnsafeBufferPointer<Float>, _ leftStart: Int, _ right: UnsafeBufferPointer<Float>, _ rightStart: Int,
        _ width: Int
    ) -> Float {
        var sums = SIMD16<Float>()
        let whole = width / 16 * 16
        for column in stride(from: 0, to: whole, by: 16) {
            let l = UnsafeRawPointer(left.baseAddress.unsafelyUnwrapped + leftStart + column)
                .loadUnaligned(as: SIMD16<Float>.self)
            let r = UnsafeRawPointer(right.baseAddress.unsafelyUnwrapped + rightStart + column)
                .loadUnaligned(as: SIMD16<Float>.self)
            sums += l * r
        }
        var sum = sums.sum()
        for column in whole..<width { sum += left[leftStart + column] * right[rightStart + column] }
        return sum
    }
}
