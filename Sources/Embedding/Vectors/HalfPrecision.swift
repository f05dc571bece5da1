/// Vectors as they are kept: IEEE 754 binary16, little-endian, two bytes a value.
enum HalfPrecision {
    static let size = 2

    /// Rounds to the nearest, ties to even; throws where the result would not be finite.
    static func bytes(of values: some Collection<Float>) throws(VectorFault) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.count * size)
        for (index, value) in values.enumerated() {
            let half = Float16(value)
            guard half.isFinite else { throw .notRepresentable(index: index) }
            bytes.append(UInt8(truncatingIfNeeded: half.bitPattern))
            bytes.append(UInt8(truncatingIfNeeded: half.bitPattern >> 8))
        }
        return bytes
    }

    /// Widens without loss.
    static func values(of bytes: [UInt8]) -> [Float] {
        stride(from: 0, to: bytes.count - 1, by: size).map { index in
            Float(Float16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8))
        }
    }
}
