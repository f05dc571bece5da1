// Sums of a row's numbers in 16 lanes: one after the other an addition would wait for the one before.
extension UnsafePointer<Float> {
    func sumOfSquares(_ count: Int) -> Float {
        var sums = SIMD16<Float>.zero
        for index in stride(from: 0, to: count & ~15, by: 16) { sums += sixteen(index) * sixteen(index) }
        return rest(of: count).reduce(sums.sum()) { $0 + $1 * $1 }
    }

    /// Whether no number is farther from zero than one; what is no number is.
    func areWithin(_ most: Float, _ count: Int) -> Bool {
        var reach = SIMDMask<SIMD16<Int32>>(repeating: false)
        for index in stride(from: 0, to: count & ~15, by: 16) {
            let numbers = sixteen(index)
            let isWithin = (numbers .<= most) .& (numbers .>= -most)
            reach .|= .!isWithin
        }
        return !any(reach) && rest(of: count).allSatisfy { abs($0) <= most }
    }

    private func sixteen(_ index: Int) -> SIMD16<Float> {
        UnsafeRawPointer(self + index).loadUnaligned(as: SIMD16<Float>.self)
    }

    private func rest(of count: Int) -> UnsafeBufferPointer<Float> {
        UnsafeBufferPointer(start: self + (count & ~15), count: count & 15)
    }
}
