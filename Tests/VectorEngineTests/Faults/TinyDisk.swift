import Foundation
import TestSupport
import Testing

/// A file system in memory with next to no room, where the test may mount one.
final class TinyDisk {
    let path: String
    private let folder: ScratchFolder

    private static let page = 4096

    /// Why there is none; nil where there can be.
    static let hindrance: String? = {
        do {
            _ = try TinyDisk(pages: 16)
            return nil
        } catch {
            return "a small file system cannot be mounted here: \(error)"
        }
    }()

    init(pages: Int) throws {
        folder = try ScratchFolder()
        path = folder.path("disk")
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard mount("quarry-test", path, "tmpfs", 0, "size=\(pages * Self.page)") == 0 else {
            throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM)
        }
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
    }

    /// Fills it up but for some pages.
    func leave(pages: Int) throws {
        try clear()
        let filler = open(filler, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        defer { close(filler) }
        try #require(filler >= 0)
        let rest = free() - pages * Self.page
        guard rest > 0 else { return }
        try #require(posix_fallocate(filler, 0, off_t(rest)) == 0)
    }

    /// Makes room again.
    func clear() throws {
        guard FileManager.default.fileExists(atPath: filler) else { return }
        try FileManager.default.removeItem(atPath: filler)
    }

    private var filler: String {
        path + "/filler"
    }

    private func free() -> Int {
        var status = statvfs()
        return statvfs(path, &status) == 0 ? Int(status.f_bavail) * Int(status.f_frsize) : 0
    }
}
