/// Rows of f32, aligned for the kernels, whose stride is a multiple of 16. Zero in the beginning.
///
/// Owned by one worker at a time.
public final class FloatBuffer {
    public let base: UnsafeMutablePointer<Float>
    public let rows: Int
    public let width: Int
    public let stride: Int

    public init(rows: Int, width: Int) {
        self.rows = rows
        self.width = width
        stride = (width + 15) / 16 * 16
        // Attention reads a vector of a narrow head's values, up to 15 numbers beyond the last row.
        let count = rows * stride + 16
        base = .allocateAligned(count)
        base.initialize(repeating: 0, count: count)
    }

    deinit {
        base.deallocate()
    }

    func row(_ index: Int) -> UnsafeMutablePointer<Float> {
        base + index * stride
    }

    /// A copy of one row.
    public subscript(_ index: Int) -> [Float] {
        Array(UnsafeBufferPointer(start: row(index), count: width))
    }

    /// Sets one row.
    public func set(_ index: Int, to values: some Collection<Float>) {
        precondition(values.count == width && (0..<rows).contains(index), "a row of another width, or none")
        var place = row(index)
        for value in values {
            place.pointee = value
            place += 1
        }
    }
}

extension UnsafeMutablePointer {
    /// Room that begins a cache line.
    static func allocateAligned(_ count: Int) -> UnsafeMutablePointer {
        let bytes = Swift.max(64, count * MemoryLayout<Pointee>.stride)
        return UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).bindMemory(
            to: Pointee.self, capacity: count)
    }
}
