import Glibc

/// A file that is written from its start and closed when it goes out of scope.
struct FileOutput: ~Copyable {
    private let path: String
    private let descriptor: Int32

    /// Creates the file, or empties it where it exists.
    init(_ path: String) throws(GenerateError) {
        self.path = path
        let readableByAll: mode_t = 0o644
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, readableByAll)
        guard descriptor >= 0 else { throw .system(action: "create", path: path, code: errno) }
    }

    deinit {
        close(descriptor)
    }

    /// Writes all that a page holds and empties it.
    func write(_ page: inout DocumentBuffer) throws(GenerateError) {
        try write(page.bytes)
        page.removeAll()
    }

    func write(_ bytes: [UInt8]) throws(GenerateError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { bytes in
                Glibc.write(descriptor, bytes.baseAddress?.advanced(by: written), bytes.count - written)
            }
            guard count >= 0 || errno == EINTR else { throw .system(action: "write", path: path, code: errno) }
            written += max(count, 0)
        }
    }
}
