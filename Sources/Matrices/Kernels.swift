import CKernels

/// The left factors of products: rows of f32, turned into what the weights want. Owned by one worker at a time.
public final class Activations {
    fileprivate let kind: quarry_kind
    fileprivate private(set) var rows: quarry_rows
    private let units: UnsafeMutablePointer<UInt32>
    private let width: Int
    private let capacity: Int
    /// Whose rows stand here, where they need no turning.
    private var lender: FloatBuffer?

    /// Room for some rows of up to `width` values.
    public init(rows count: Int, width: Int, precision: Precision, processor: Processor = .here) {
        kind = precision.kind(on: processor)
        capacity = count
        self.width = width
        let stride = (Int(quarry_row_units(kind, Int32(width))) + 15) / 16 * 16
        units = .allocateAligned(kind == QUARRY_F32 ? 0 : count * stride)
        rows = quarry_rows(
            units: units, stride: stride, scales: .allocateAligned(count), sums: .allocateAligned(count),
            peaks: .allocateAligned(count))
    }

    deinit {
        units.deallocate()
        rows.scales.deallocate()
        rows.sums.deallocate()
        rows.peaks.deallocate()
    }

    /// Takes the first rows of a buffer; f32 as they stand there, so it must not change before they were multiplied.
    fileprivate func take(_ buffer: FloatBuffer, count: Int, features: UInt32) {
        precondition(count <= capacity && buffer.width <= width, "more rows than there is room")
        guard kind == QUARRY_F32 else {
            return withUnsafePointer(to: rows) {
                quarry_convert(features, kind, buffer.base, buffer.stride, Int32(count), Int32(buffer.width), $0)
            }
        }
        lender = buffer
        rows.units = UnsafeMutableRawPointer(buffer.base).assumingMemoryBound(to: UInt32.self)
        rows.stride = buffer.stride
    }
}

/// What becomes of a product.
public enum Finish: Sendable {
    case store
    /// Adds to what is there.
    case add
    /// By a polynomial, which differs from the function by at most 4e-5.
    case gelu
    /// By a longer one, which differs by at most 1e-6, and beyond 5 by 4e-7 of the value.
    case geluExact

    fileprivate var value: quarry_finish {
        switch self {
        case .store: QUARRY_STORE
        case .add: QUARRY_ADD
        case .gelu: QUARRY_GELU
        case .geluExact: QUARRY_GELU_CLOSELY
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
        activations.take(buffer, count: count, features: features)
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
