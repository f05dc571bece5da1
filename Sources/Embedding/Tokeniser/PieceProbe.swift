import Glibc

/// Pointers into a `PieceTable`, lent for look-ups.
struct PieceProbe {
    private let bytes: UnsafePointer<UInt8>
    private let starts: UnsafePointer<Int>
    private let entries: UnsafePointer<Entry>
    private let mask: Int

    struct Entry {
        var first: UInt64 = 0
        var id: Int32 = 0
        /// See `kind(_:continues:)`; 0 where nothing is entered.
        var kind: UInt32 = 0

        @inline(__always)
        var isFree: Bool { kind == 0 }
    }

    @inline(__always)
    static func lending<Result>(
        _ bytes: [UInt8], _ starts: [Int], _ entries: [Entry], _ body: (PieceProbe, UnsafePointer<UInt8>) -> Result
    ) -> Result {
        bytes.withUnsafeBufferPointer { bytes in
            starts.withUnsafeBufferPointer { starts in
                entries.withUnsafeBufferPointer { entries in
                    guard let bytes = bytes.baseAddress, let starts = starts.baseAddress,
                        let slots = entries.baseAddress
                    else { preconditionFailure("a table without pieces") }
                    return body(
                        PieceProbe(bytes: bytes, starts: starts, entries: slots, mask: entries.count - 1), bytes)
                }
            }
        }
    }

    /// A piece's length and whether it continues a word.
    @inline(__always)
    static func kind(_ count: Int, continues: Bool) -> UInt32 {
        UInt32(truncatingIfNeeded: count) << 1 | (continues ? 1 : 0)
    }

    /// The first bytes of a word, at most eight, the rest 0.
    @inline(__always)
    static func first(_ word: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        count >= 8 ? word.block : word.block & .lowest(count)
    }

    /// The entry of a piece, or the free one where it would stand. `PieceTable.slack` bytes behind it are readable.
    @inline(__always)
    func slot(_ first: UInt64, _ word: UnsafePointer<UInt8>, count: Int, continues: Bool) -> Int {
        let kind = Self.kind(count, continues: continues)
        var slot = hash(first, word, count: count, continues: continues) & mask
        while true {
            let entry = entries[slot]
            if entry.isFree { return slot }
            if entry.first == first, entry.kind == kind,
                count <= 8 || memcmp(bytes + starts[Int(entry.id)] + 8, word + 8, count - 8) == 0
            {
                return slot
            }
            slot = (slot + 1) & mask
        }
    }

    /// The number of a piece.
    @inline(__always)
    func id(_ first: UInt64, _ word: UnsafePointer<UInt8>, count: Int, continues: Bool) -> Int32? {
        let entry = entries[slot(first, word, count: count, continues: continues)]
        return entry.isFree ? nil : entry.id
    }

    /// Mixes eight bytes at a time by multiplication and folds the better, upper half down.
    @inline(__always)
    private func hash(_ first: UInt64, _ word: UnsafePointer<UInt8>, count: Int, continues: Bool) -> Int {
        let factor: UInt64 = 0x9e37_79b9_7f4a_7c15
        var state = (continues ? ~first : first) &* factor
        var offset = 8
        while offset < count {
            state = (state ^ state >> 32 ^ Self.first(word + offset, count: count - offset)) &* factor
            offset += 8
        }
        return Int(truncatingIfNeeded: state >> 32)
    }
}

extension UnsafePointer<UInt8> {
    /// Eight bytes, the first one lowest.
    @inline(__always)
    var block: UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(self).loadUnaligned(as: UInt64.self))
    }
}

extension UInt64 {
    /// Ones in the lowest bytes, of which there are less than eight.
    @inline(__always)
    static func lowest(_ count: Int) -> UInt64 {
        (1 << UInt64(truncatingIfNeeded: 8 * count)) &- 1
    }
}
