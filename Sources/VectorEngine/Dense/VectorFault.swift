import Glibc

/// Why a vector cannot be written or searched for.
public enum VectorFault: Error, Hashable, Sendable {
    case dimension(expected: Int, got: Int)
    /// A number that is none, or is infinite or too large to be multiplied.
    case notFinite(position: Int)
    /// It has no direction, which the cosine compares.
    case zero
}

extension DenseField {
    /// Numbers beyond this have squares whose sum might be infinite.
    private static let largest: Float = 1e15
    /// What half precision has.
    private static let largestHalf: Float = 65504

    /// What is wrong with a vector for this field, if anything.
    public func fault(in vector: [Float]) -> VectorFault? {
        guard vector.count == dimension else { return .dimension(expected: dimension, got: vector.count) }
        let most = storage == .half && metric != .cosine ? Self.largestHalf : Self.largest
        return vector.withUnsafeBufferPointer { numbers in
            guard let base = numbers.baseAddress else { return nil }
            let squares = base.sumOfSquares(dimension)
            // No number is larger than the length.
            guard squares <= most * most || base.areWithin(most, dimension) else {
                return numbers.firstIndex { !(abs($0) <= most) }.map { .notFinite(position: $0) }
            }
            return metric == .cosine && squares <= .leastNormalMagnitude ? .zero : nil
        }
    }
}
