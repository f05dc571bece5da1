/// A zip file of one entry that unpacks to a thousand times its size: some bytes as they are, then the last of them over and
/// over.
///
/// The repetition is one deflate block with codes of its own (RFC 1951, 3.2.7) in which two bits stand for 258 bytes: 1 for a
/// match of length 258 (symbol 285), 0 for its distance of 1; 0 in place of a match ends the block (symbol 256).
struct ZipBomb {
    private let packed: [UInt8]
    private let size: Int
    private static let name = Array("bomb.json".utf8)

    /// - Parameters:
    ///   - start: at most 65,535 bytes.
    ///   - repeats: how often 258 bytes are added.
    init(start: [UInt8], repeats: Int) {
        let count = UInt16(start.count)
        var bits = BitWriter(bytes: [0] + Self.little(count) + Self.little(~count) + start)
        bits.write(1, 1)
        bits.write(2, 2)
        bits.write(285 - 256, 5)
        bits.write(0, 5)
        bits.write(14, 4)
        // The code lengths of the code lengths: one bit for 18 (a run of zeros) and for 1, the third and last of 18.
        for index in 0..<18 { bits.write(index == 2 || index == 17 ? 1 : 0, 3) }
        for zeros in [138, 118] { bits.writeRun(of: zeros) }
        bits.write(0, 1)
        bits.writeRun(of: 28)
        bits.write(0, 2)
        for _ in 0..<repeats { bits.write(1, 2) }
        bits.write(0, 8)
        packed = bits.bytes
        size = start.count + 258 * repeats
    }

    var zip: [UInt8] {
        let sizes = Self.little(UInt32(0)) + Self.little(UInt32(packed.count)) + Self.little(UInt32(size))
        let common = Self.little(UInt16(20)) + [0, 0, 8, 0, 0, 0, 33, 0] + sizes + Self.little(UInt16(Self.name.count))
        let local = [0x50, 0x4b, 3, 4] + common + [0, 0] + Self.name + packed
        let entry = [0x50, 0x4b, 1, 2, 20, 0] + common + Array(repeating: 0, count: 16) + Self.name
        let end =
            [0x50, 0x4b, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0] + Self.little(UInt32(entry.count))
            + Self.little(UInt32(local.count)) + [0, 0]
        return local + entry + end
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }
}

/// Packs bits into bytes, lowest first.
private struct BitWriter {
    private(set) var bytes: [UInt8]
    private var free = 0

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func write(_ value: Int, _ count: Int) {
        for index in 0..<count {
            if free == 0 {
                bytes.append(0)
                free = 8
            }
            bytes[bytes.count - 1] |= UInt8(value >> index & 1) << UInt8(8 - free)
            free -= 1
        }
    }

    /// A run of 11 to 138 zeros in a list of code lengths.
    mutating func writeRun(of zeros: Int) {
        write(1, 1)
        write(zeros - 11, 7)
    }
}
