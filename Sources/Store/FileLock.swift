import Glibc

/// Holds a file for one writer. The kernel lets go of it when the process ends, however that ends.
public struct FileLock: ~Copyable, Sendable {
    private let descriptor: Int32

    /// Takes the file and notes in it who did, or throws `.held` with that note.
    public init(path: String, note: String) throws(StoreError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw StoreError(kind: .unavailable, detail: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            defer { close(descriptor) }
            throw StoreError(kind: .held(by: Self.note(in: descriptor)), detail: "somebody else holds the lock")
        }
        self.descriptor = descriptor
        ftruncate(descriptor, 0)
        _ = Array((note + "\n").utf8).withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    deinit {
        // A child process that was just forked shares the descriptor; closing ours alone would not let go.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func note(in descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        let line = bytes.prefix(max(0, count)).prefix { $0 >= 0x20 && $0 < 0x7f }
        return line.isEmpty ? "another process" : String(decoding: line, as: UTF8.self)
    }
}
