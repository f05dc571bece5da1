import Chat
import Glibc

/// Holds a state folder for one run. The kernel lets go of it when the process ends, however that ends.
struct FolderLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the folder, or throws who holds it.
    init(_ folder: StateFolder, for purpose: String, at now: Timestamp) throws(PipelineError) {
        descriptor = try Self.acquire(folder)
        Self.write("\(purpose), process \(getpid()) since \(now.iso8601)\n", to: descriptor)
    }

    deinit {
        // A child process that was just forked shares the descriptor; closing ours alone would not let go.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    private static func acquire(_ folder: StateFolder) throws(PipelineError) -> Int32 {
        let descriptor = open(folder.lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            throw .cannotWrite(path: folder.lockPath, reason: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            defer { close(descriptor) }
            throw .held(folder: folder.path, by: holder(descriptor))
        }
        return descriptor
    }

    private static func write(_ text: String, to descriptor: Int32) {
        ftruncate(descriptor, 0)
        _ = Array(text.utf8).withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    private static func holder(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        let line = bytes.prefix(max(0, count)).prefix { $0 >= 0x20 && $0 < 0x7f }
        return line.isEmpty ? "another process" : String(decoding: line, as: UTF8.self)
    }
}
