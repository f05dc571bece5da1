import Glibc

/// A file that is replaced as a whole or not at all.
enum AtomicFile {
    /// Writes beside it and renames. The bytes stand on the disk when this returns, the name after `syncFolder`. Where it fails
    /// nothing has changed.
    static func replace(_ path: String, with bytes: [UInt8]) throws(EngineError) {
        let draft = path + ".new"
        do throws(EngineError) {
            let buffer = try SegmentBuffer(path: draft)
            try SectionSink(buffer).append(bytes)
            try buffer.close(syncing: true)
            guard rename(draft, path) == 0 else { throw .cannotWrite(path: path, code: errno) }
        } catch {
            unlink(draft)
            throw error
        }
    }

    /// Sees names to the disk: without, a renamed or new file may be gone after a power cut.
    static func syncFolder(of path: String) throws(EngineError) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotWrite(path: folder, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .cannotWrite(path: folder, code: errno) }
    }
}
