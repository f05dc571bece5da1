import Glibc
import Store

/// What stands in a log, read into memory: a writer may cut its log shorter at any moment, and a mapping would not survive that.
struct LoggedBatches {
    private let path: String
    private let bytes: [UInt8]

    init(readingFrom path: String) throws(EngineError) {
        self.path = path
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw Self.unreadable(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(path) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .cannotRead(path: path, reason: "not a regular file") }
        let size = Int(status.st_size)
        var failure: EngineError?
        bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            while filled < size {
                let count = read(descriptor, buffer.baseAddress.map { $0 + filled }, size - filled)
                if count < 0, errno == EINTR { continue }
                if count < 0 { failure = Self.unreadable(path) }
                guard count > 0 else { return }
                filled += count
            }
        }
        if let failure { throw failure }
    }

    private static func unreadable(_ path: String) -> EngineError {
        .cannotRead(path: path, reason: String(cString: strerror(errno)))
    }

    /// Lends the batches, and returns where the last whole one ends. What was cut off at the end was never acknowledged; damage
    /// before a whole batch was, and is thrown.
    func each(_ body: (LogEntry) throws -> Void) throws -> Int {
        try bytes.withUnsafeBytes { bytes in
            try checkHead(bytes)
            var end = LogFrame.headSize
            while let frame = LogFrame(bytes, at: end) {
                let payload = UnsafeRawBufferPointer(rebasing: bytes[end + LogFrame.size..<end + frame.wholeSize])
                guard let entry = LogEntry(payload) else {
                    throw damaged(at: end, "an entry of no known kind")
                }
                try body(entry)
                end += frame.wholeSize
            }
            guard !LogFrame.follows(end, in: bytes) else { throw damaged(at: end, "its checksum differs") }
            return end
        }
    }

    private func checkHead(_ bytes: UnsafeRawBufferPointer) throws(EngineError) {
        // The head stood on the disk before a manifest named the log.
        guard bytes.count >= LogFrame.headSize else { throw damaged(at: bytes.count, "cut off") }
        guard bytes.prefix(8).elementsEqual(LogFrame.head.prefix(8)) else { throw damaged(at: 0, "not a log") }
        let version = bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
        guard version <= LogFrame.version else {
            throw .newer(path: path, found: Int(version), known: Int(LogFrame.version))
        }
        guard bytes.prefix(LogFrame.headSize).elementsEqual(LogFrame.head) else { throw damaged(at: 8, "not a log") }
    }

    private func damaged(at offset: Int, _ reason: String) -> EngineError {
        .damaged(path: path, section: "log", offset: offset, reason: reason)
    }
}
