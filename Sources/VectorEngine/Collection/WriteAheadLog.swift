import Glibc

/// The batches since the last flush, each on the disk before it is acknowledged. `LogFrame` says how it looks.
final class WriteAheadLog {
    let path: String
    private let descriptor: Int32
    /// Where the next entry begins.
    private(set) var end: Int
    private var isBroken = false

    /// Begins a log.
    init(creating path: String) throws(EngineError) {
        descriptor = try Self.open(path, O_CREAT | O_TRUNC)
        self.path = path
        end = 0
        try append(whole: LogFrame.head)
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
        guard let bytes = LogFrame.framed(entry.bytes) else { throw .badRequest("a batch of over 4 GB") }
        try append(whole: bytes)
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
}
