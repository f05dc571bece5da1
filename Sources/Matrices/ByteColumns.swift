import CKernels

/// Rows of bytes as the right factor of a product, in the order in which the kernels read them. Owned by one worker at a time.
public final class ByteColumns {
    fileprivate let weights: quarry_weights
    public let capacity: Int
    public private(set) var count = 0

    public init(capacity: Int, width: Int) {
        let padded = (capacity + 63) / 64 * 64
        let stride = ByteRows.stride(width: width)
        self.capacity = capacity
        weights = quarry_weights(
            kind: QUARRY_INT8, columns: Int32(padded), depth: Int32(stride),
            panels: .allocateAligned(quarry_panel_units(QUARRY_INT8, Int32(padded), Int32(stride))),
            scales: .allocateAligned(padded), bias: .allocateAligned(padded))
        weights.scales.initialize(repeating: 0, count: padded)
        weights.bias.initialize(repeating: 0, count: padded)
        withUnsafePointer(to: weights) { quarry_clear_panels($0) }
    }

    deinit {
        weights.panels.deallocate()
        weights.scales.deallocate()
        weights.bias.deallocate()
    }

    /// Columns with what fills them up to the kernels' width: as wide as a row of a product must be.
    public var stride: Int {
        Int(weights.columns)
    }

    /// Takes rows in place of what was there; to each column's products a number is added, if there are any.
    public func take(_ rows: ByteRows, _ range: Range<Int>, adding bias: [Float]? = nil) {
        precondition(range.count <= capacity && rows.stride == Int(weights.depth), "rows that do not fit")
        precondition(bias.map { $0.count == range.count } ?? true, "a number for each column")
        var rows = rows.rows
        withUnsafePointer(to: weights) {
            quarry_pack_bytes($0, 0, Int32(range.count), &rows, range.lowerBound)
        }
        for (index, value) in (bias ?? []).enumerated() { weights.bias[index] = value }
        count = range.count
    }

    fileprivate var used: quarry_weights {
        var used = weights
        used.columns = Int32(count)
        return used
    }
}

/// A score that reached the threshold of its column.
public struct KeptProduct: BitwiseCopyable, Sendable {
    public var row: UInt32
    public var column: UInt32
    public var score: Float
}

extension Kernels {
    /// Products of some rows with all columns.
    public func multiply(
        _ rows: ByteRows, _ range: Range<Int>, by columns: ByteColumns, into out: UnsafeMutablePointer<Float>
    ) {
        var (left, right) = (Self.factor(rows, range, columns), columns.used)
        quarry_multiply(features, &right, &left, Int32(range.count), QUARRY_STORE, out, columns.stride)
    }

    private static func factor(_ rows: ByteRows, _ range: Range<Int>, _ columns: ByteColumns) -> quarry_rows {
        precondition(rows.stride == Int(columns.weights.depth), "rows of another width")
        // The kernels only read what stands to the left.
        let units = UnsafeMutableRawPointer(mutating: rows.bytes + range.lowerBound * rows.stride)
        return quarry_rows(
            units: units.assumingMemoryBound(to: UInt32.self), stride: rows.stride / 4,
            scales: UnsafeMutablePointer(mutating: rows.scales + range.lowerBound),
            sums: UnsafeMutablePointer(mutating: rows.sums + range.lowerBound), peaks: nil)
    }

    /// Writes which products of some rows with all columns reach their column's threshold.
    ///
    /// - Parameters:
    ///   - norms: what is added to each row's products, which then count twice.
    ///   - thresholds: as many as the columns' stride, infinite behind the last.
    ///   - room: of as many numbers as rows times the stride.
    ///   - kept: with room for all.
    public func keep(
        _ rows: ByteRows, _ range: Range<Int>, by columns: ByteColumns, norms: UnsafePointer<Float>?,
        from thresholds: UnsafePointer<Float>, room: UnsafeMutablePointer<Float>,
        into kept: UnsafeMutablePointer<KeptProduct>
    ) -> Int {
        var (left, right) = (Self.factor(rows, range, columns), columns.used)
        return kept.withMemoryRebound(to: quarry_kept.self, capacity: range.count * columns.count) { kept in
            Int(
                quarry_multiply_keeping(
                    features, &right, &left, Int32(range.count), norms == nil ? 1 : 2,
                    norms.map { $0 + range.lowerBound },
                    thresholds, UInt32(range.lowerBound), room, kept))
        }
    }

    /// The column of each row's largest product.
    public func largest(
        _ product: UnsafePointer<Float>, rows: Int, columns: ByteColumns, into places: UnsafeMutablePointer<UInt32>
    ) {
        quarry_largest(features, product, columns.stride, Int32(rows), Int32(columns.count), places)
    }
}
