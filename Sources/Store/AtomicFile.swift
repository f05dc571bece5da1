import Glibc

/// A file that is replaced as a whole or not at all.
public enum AtomicFile {
    /// Writes beside it and renames. The bytes stand on the disk when this returns; a power cut may undo the renaming until
    /// the folder was synced. Where it fails nothing has changed.
    public static func replace(_ path: String, with bytes: [UInt8]) throws(WriteError) {
        let draft = path + ".new"
        do throws(WriteError) {
            try write(bytes, to: draft)
            guard rename(draft, path) == 0 else { throw WriteError(path) }
        } catch {
            unlink(draft)
            throw error
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws(WriteError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw WriteError(path) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 || errno == EINTR else { throw WriteError(path) }
            rest = rest.dropFirst(max(0, count))
        }
        guard fsync(descriptor) == 0 else { throw WriteError(path) }
    }
}

/// A file that the system did not let be written.
public struct WriteError: Error, Equatable, Sendable {
    public let path: String
    /// The system's number for its reason.
    public let code: Int32

    /// What was refused last.
    fileprivate init(_ path: String) {
        self.path = path
        code = errno
    }

    /// The reason in the system's words.
    public var reason: String {
        String(cString: strerror(code))
    }
}
