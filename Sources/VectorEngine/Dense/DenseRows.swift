import Glibc
import Matrices

/// Where the vectors of an index come from. Each is asked for several times, by several threads, and in any order.
struct DenseRows: Sendable {
    let count: Int
    /// Writes the numbers of a row.
    let fill: @Sendable (Int, UnsafeMutablePointer<Float>) -> Void
}

extension DenseRows {
    /// Rows one after the other.
    init(_ numbers: [Float], dimension: Int) {
        precondition(numbers.count % dimension == 0, "whole rows")
        self.init(count: numbers.count / dimension) { row, out in
            numbers.withUnsafeBufferPointer { numbers in
                guard let base = numbers.baseAddress else { return }
                out.update(from: base + row * dimension, count: dimension)
            }
        }
    }

    /// Rows as an index has them: of length one if it compares directions, and with the digits that it keeps.
    func prepared(for field: DenseField) -> DenseRows {
        let (dimension, isUnit, isHalf) = (field.dimension, field.metric == .cosine, field.storage == .half)
        let (fill, kernels) = (fill, Kernels())
        return DenseRows(count: count) { row, out in
            fill(row, out)
            if isUnit { kernels.scaleToUnit(out, count: dimension) }
            if isHalf { Self.roundToHalf(out, count: dimension) }
        }
    }

    private static func roundToHalf(_ numbers: UnsafeMutablePointer<Float>, count: Int) {
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: count) { halves in
            guard let base = halves.baseAddress else { return }
            Kernels.narrow(numbers, count: count, into: base)
            for index in 0..<count { numbers[index] = Float(half: base[index]) }
        }
    }
}

extension UnsafeMutablePointer<Float> {
    /// Writes an array's numbers from here on.
    func update(from numbers: [Float]) {
        numbers.withUnsafeBufferPointer { numbers in
            if let base = numbers.baseAddress { update(from: base, count: numbers.count) }
        }
    }
}

extension Float {
    /// The number that a half's bits mean. The bits moved to where a float has them are that number times 2^-112.
    init(half bits: UInt16) {
        let moved = UInt32(bits & 0x7fff) << 13 | UInt32(bits & 0x8000) << 16
        self = Float(bitPattern: moved) * 0x1p112
    }
}
