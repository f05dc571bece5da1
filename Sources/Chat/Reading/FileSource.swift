import Glibc
import JSONStream

/// The bytes of a file, up to the length it had when it was opened.
final class FileSource: ByteSource {
    private let descriptor: Int32
    private var remaining: Int

    /// Bytes not yet read.
    var count: Int {
        remaining
    }

    /// Opens a file for reading from `start`; `length` nil means to its end.
    init(path: String, from start: Int = 0, length: Int? = nil) throws(SourceFailure) {
        // Without O_NONBLOCK a named pipe in the folder would hold the run for ever.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SourceFailure(lastError: "cannot be opened") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw SourceFailure("is not a regular file")
        }
        remaining = min(length ?? .max, max(0, Int(status.st_size) - start))
        if start > 0 { lseek(descriptor, off_t(start), SEEK_SET) }
    }

    deinit {
        close(descriptor)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(SourceFailure) -> Int {
        let wanted = min(buffer.count, remaining)
        guard wanted > 0 else { return 0 }
        var count: Int
        repeat { count = Glibc.read(descriptor, buffer.baseAddress, wanted) } while count < 0 && errno == EINTR
        guard count >= 0 else { throw SourceFailure(lastError: "cannot be read") }
        remaining -= count
        return count
    }
}

extension SourceFailure {
    /// A failure with the reason that the system gave last.
    init(lastError what: String) {
        self.init("\(what): \(String(cString: strerror(errno)))")
    }
}

extension ByteSource {
    /// The next bytes, fewer than `count` only at the end.
    mutating func bytes(_ count: Int) throws(SourceFailure) -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled throws(SourceFailure) in
            while filled < count {
                let read = try read(
                    into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...]))
                guard read > 0 else { break }
                filled += read
            }
        }
    }
}
