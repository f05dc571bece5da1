import Glibc
import Store

// A log's file, version 1, little-endian: "QuarryLg", version UInt32, 4 zeros; then for each acknowledged batch "QBat", the length
// of its bytes UInt32, the first 8 bytes of their SHA-256, and the bytes of a `LogEntry`. A kill can only cut off the last one,
// which then was never acknowledged; it is dropped. A batch is written when those before it stand on the disk, so one that is
// spoilt and has a whole one behind it was acknowledged: then the log is damaged.

/// What stands before the bytes of a batch in the log.
struct LogFrame {
    /// With the batch.
    let wholeSize: Int

    static let version: UInt32 = 1
    static let head = Array("QuarryLg".utf8) + [UInt8(version), 0, 0, 0, 0, 0, 0, 0]
    static let headSize = 16
    static let size = 4 + 4 + 8
    private static let mark = Array("QBat".utf8)

    /// The frame of a batch that stands whole at an offset.
    init?(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        guard bytes.count - offset >= Self.size, bytes[offset..<offset + 4].elementsEqual(Self.mark) else { return nil }
        let length = Int(bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self))
        guard bytes.count - offset - Self.size >= length else { return nil }
        let payload = UnsafeRawBufferPointer(rebasing: bytes[offset + Self.size..<offset + Self.size + length])
        guard Self.check(payload).elementsEqual(bytes[offset + 8..<offset + 16]) else { return nil }
        wholeSize = Self.size + length
    }

    /// A batch with its frame; nil where it is too long for one.
    static func framed(_ bytes: [UInt8]) -> [UInt8]? {
        guard let length = UInt32(exactly: bytes.count) else { return nil }
        var writer = ByteWriter()
        for byte in mark { writer.write(byte) }
        writer.write(length)
        return writer.bytes + bytes.withUnsafeBytes { check($0) } + bytes
    }

    /// Whether a whole batch begins behind an offset.
    static func follows(_ offset: Int, in bytes: UnsafeRawBufferPointer) -> Bool {
        var offset = offset + 1
        while offset < bytes.count, let start = bytes.baseAddress {
            guard let found = memchr(start + offset, Int32(mark[0]), bytes.count - offset) else { return false }
            offset = UnsafeRawPointer(found) - start
            if LogFrame(bytes, at: offset) != nil { return true }
            offset += 1
        }
        return false
    }

    private static func check(_ payload: UnsafeRawBufferPointer) -> ArraySlice<UInt8> {
        let hasher = ContentHasher()
        hasher.update(payload)
        return hasher.finish().bytes.prefix(8)
    }
}
