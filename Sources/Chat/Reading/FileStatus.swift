import Glibc

/// What tells a changed file from an unchanged one without opening it.
public struct FileStatus: Equatable, Sendable {
    public let size: Int
    /// Nanoseconds since 1970.
    let modified: Int64
    let inode: Int64
    /// The kernel's numbers of devices have 32 bits.
    let device: UInt32
    let kind: Kind

    enum Kind: UInt8, Sendable {
        case file
        case folder
        case other
    }

    public var isFolder: Bool {
        kind == .folder
    }

    /// The state of what a path leads to, through links; nil where there is nothing.
    public init?(path: String) {
        self.init(path, in: AT_FDCWD)
    }

    /// The state of what a name in an open folder leads to.
    init?(_ name: UnsafePointer<CChar>, in folder: Int32) {
        var status = stat()
        guard fstatat(folder, name, &status, 0) == 0 else { return nil }
        size = Int(status.st_size)
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        inode = Int64(bitPattern: UInt64(status.st_ino))
        device = UInt32(truncatingIfNeeded: status.st_dev)
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            default: .other
            }
    }
}
