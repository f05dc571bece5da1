import CKernels

/// Numbers of few bits, packed in blocks of 128 that vectors unpack, and fewer than that one after the other.
public enum PackedNumbers {
    public static let block = Int(QUARRY_BLOCK)

    /// Bits that the largest of some numbers needs.
    public static func bits(_ values: UnsafeBufferPointer<UInt32>) -> Int {
        guard let start = values.baseAddress else { return 0 }
        return Int(quarry_bits(start, Int32(values.count)))
    }

    /// Bytes that up to a block of numbers takes.
    @inline(__always)
    public static func byteCount(_ count: Int, bits: Int) -> Int {
        (count * bits + 7) / 8
    }

    /// Packs up to a block of numbers of at most `bits` bits.
    public static func pack(
        _ values: UnsafeBufferPointer<UInt32>, bits: Int, into out: UnsafeMutablePointer<UInt8>
    ) {
        guard let start = values.baseAddress else { return }
        precondition(values.count <= block && bits <= 32)
        if values.count == block {
            quarry_pack_block(start, UInt32(bits), out)
        } else {
            quarry_pack_some(start, Int32(values.count), UInt32(bits), out)
        }
    }

    /// Unpacks up to a block of numbers.
    @inline(__always)
    public static func unpack(
        _ bytes: UnsafePointer<UInt8>, count: Int, bits: Int, into values: UnsafeMutablePointer<UInt32>
    ) {
        if count == block {
            quarry_unpack_block(bytes, UInt32(bits), values)
        } else {
            quarry_unpack_some(bytes, Int32(count), UInt32(bits), values)
        }
    }

    /// Unpacks up to a block of rising numbers, of each of which what lies between it and the one before was packed, less
    /// one; `before` stands in front of the first. Sums are mod 2³².
    @inline(__always)
    public static func unpackRising(
        _ bytes: UnsafePointer<UInt8>, count: Int, bits: Int, before: UInt32,
        into values: UnsafeMutablePointer<UInt32>
    ) {
        if count == block {
            quarry_unpack_rising_block(bytes, UInt32(bits), before, values)
        } else {
            quarry_unpack_some_rising(bytes, Int32(count), UInt32(bits), before, values)
        }
    }
}
