import Glibc
import Store

// A log's file, version 1, little-endian: "QuarryLg", version UInt32, 4 zeros; then for each acknowledged batch the length of its
// bytes UInt32, the first 8 bytes of their SHA-256, and the bytes of a `LogEntry`. A kill can only cut off the last one, which
// then was never acknowledged; what follows the last whole entry is dropped.

/// The batches since the last flush, each on the disk before it is acknowledged.
final class WriteAheadLog {
    let path: String
    private let descriptor: Int32
    /// Where the next entry begins.
    private(set) var end: Int
    private var isBroken = false

    private static let head = Array("QuarryLg".utf8) + [1, 0, 0, 0, 0, 0, 0, 0]
    private static let frame = 4 + 8

    /// Begins a log.
    init(creating path: String) throws(EngineError) {
        descriptor = try Self.open(path, O_CREAT | O_TRUNC)
        self.path = path
        end = 0
        try append(whole: Self.head)
    }

    /// Goes on with a log behind its last whole entry.
    init(continuing path: String, at end: Int) throws(EngineError) {
        descriptor = try Self.open(path, 0)
        self.path = path
        self.end = end
        guard ftruncate(descriptor, off_t(end)) == 0 else { throw .cannotWrite(path: path, code: errno) }
    }

    deinit {
        close(descriptor)
    }

    private static func open(_ path: String, _ flags: Int32) throws(EngineError) -> Int32 {
        let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC | flags, 0o644)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, code: errno) }
        return descriptor
    }

    /// Returns when the entry stands on the disk. A failure leaves the log as it was.
    func append(_ entry: LogEntry) throws(EngineError) {
        let bytes = entry.bytes
        guard let length = UInt32(exactly: bytes.count) else { throw .badRequest("a batch of over 4 GB") }
        var frame = ByteWriter()
        frame.write(length)
        try append(whole: frame.bytes + ContentHash(of: bytes).bytes.prefix(8) + bytes)
    }

    private func append(whole bytes: [UInt8]) throws(EngineError) {
        guard !isBroken else { throw .cannotWrite(path: path, code: EIO) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                pwrite(descriptor, $0.baseAddress, $0.count, off_t(end + written))
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw undo(code: errno) }
            written += count
        }
        guard fdatasync(descriptor) == 0 else { throw undo(code: errno) }
        end += bytes.count
    }

    /// Takes back what was half written. Where that fails too, nothing more may follow it.
    private func undo(code: Int32) -> EngineError {
        isBroken = ftruncate(descriptor, off_t(end)) != 0
        return .cannotWrite(path: path, code: code)
    }

    /// Lends the entries of a log, and returns where the last whole one ends.
    static func replay(_ path: String, _ body: (LogEntry) throws -> Void) throws -> Int {
        let image = try SegmentImage(path: path)
        defer { withExtendedLifetime(image) {} }
        let bytes = image.bytes
        guard bytes.count >= head.count else { return 0 }
        guard bytes.prefix(8).elementsEqual(head.prefix(8)) else {
            throw EngineError.damaged(path: path, section: "log", offset: 0, reason: "not a log")
        }
        let version = bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
        guard version == 1 else { throw EngineError.newer(path: path, found: Int(version), known: 1) }
        var end = head.count
        while bytes.count - end >= frame {
            let length = Int(bytes.loadUnaligned(fromByteOffset: end, as: UInt32.self))
            guard bytes.count - end - frame >= length else { break }
            let payload = UnsafeRawBufferPointer(rebasing: bytes[end + frame..<end + frame + length])
            guard ContentHash(of: Array(payload)).bytes.prefix(8).elementsEqual(bytes[end + 4..<end + frame]) else {
                break
            }
            guard let entry = LogEntry(payload) else {
                throw EngineError.damaged(path: path, section: "log", offset: end, reason: "an entry of no known kind")
            }
            try body(entry)
            end += frame + length
        }
        return end
    }
}
