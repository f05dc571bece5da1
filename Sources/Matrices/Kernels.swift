import CKernels

/// The left factors of products: rows of f32, turned into what the weights want. Owned by one worker at a time.
public final class Activations {
    fileprivate let kind: quarry_kind
    fileprivate let rows: quarry_rows
    private let capacity: Int

    /// Room for some rows of up to `width` values.
    public init(rows count: Int, width: Int, precision: Precision, processor: Processor = .here) {
        kind = precision.kind(on: processor)
        capacity = count
        let units = (Int(quarry_row_units(kind, Int32(width))) + 15) / 16 * 16
        rows = quarry_rows(
            units: .allocateAligned(count * units), stride: units, scales: .allocateAligned(count),
            sums: .allocateAligned(count))
    }

    deinit {
        rows.units.deallocate()
        rows.scales.deallocate()
        rows.sums.deallocate()
    }

    fileprivate func requireRoom(for count: Int, width: Int) {
        precondition(
            count <= capacity && Int(quarry_row_units(kind, Int32(width))) <= rows.stride,
            "more rows than there is room")
    }
}

/// What becomes of a product.
public enum Finish: Sendable {
    case store
    /// Adds to what is there.
    case add
    /// By a polynomial, which differs from the function by at most 4e-5.
    case gelu

    fileprivate var value: quarry_finish {
        switch self {
        case .store: QUARRY_STORE
        case .add: QUARRY_ADD
        case .gelu: QUARRY_GELU
        }
    }
}

/// The functions that a transformer is made of, on one thread.
public struct Kernels: Sendable {
    public let processor: Processor

    public init(_ processor: Processor = .here) {
        self.processor = processor.intersection(.here)
    }

    var features: UInt32 {
        processor.rawValue
    }

    /// Turns the first rows of a buffer into left factors.
    public func convert(_ buffer: FloatBuffer, count: Int, to activations: Activations) {
        activations.requireRoom(for: count, width: buffer.width)
        withUnsafePointer(to: activations.rows) {
            quarry_convert(
                features, activations.kind, buffer.base, buffer.stride, Int32(count), Int32(buffer.width), $0)
        }
    }

    public func multiply(
        _ activations: Activations, by weights: PackedWeights, count: Int, into out: FloatBuffer, _ finish: Finish
    ) {
        precondition(weights.weights.kind == activations.kind && weights.columns == out.width && count <= out.rows)
        withUnsafePointer(to: weights.weights) { weights in
            withUnsafePointer(to: activations.rows) { rows in
                quarry_multiply(features, weights, rows, Int32(count), finish.value, out.base, out.stride)
            }
        }
    }
}
