import Glibc

/// Finds the files below some paths that may be exports, in a stable order.
///
/// Taken are `.json` and `.zip` files, and whatever is named itself. Left out are hidden entries, `quarry.json`, and the media
/// folders that exporters write beside an export (`….json_Files`), which hold what users have posted, JSON among it.
struct ExportFolder {
    struct Found: Sendable {
        let path: String
        let status: FileStatus
    }

    private(set) var files: [Found] = []
    private(set) var problems: [FileProblem] = []
    /// Files of other kinds.
    private(set) var ignored = 0
    private var visited: Set<FolderID> = []

    private struct FolderID: Hashable {
        let device: Int64
        let inode: Int64
    }

    init(_ paths: [String]) {
        for path in paths { add(path, FileStatus(path: path), isNamed: true) }
    }

    private mutating func add(_ path: String, _ status: FileStatus?, isNamed: Bool) {
        guard let status else {
            let reason = String(cString: strerror(errno))
            if isNamed || Self.isExport(path) { refuse(path, .unreadable, reason) }
            return
        }
        switch status.kind {
        case .folder: addContents(of: path, FolderID(device: status.device, inode: status.inode))
        case .file where isNamed || Self.isExport(path): files.append(Found(path: path, status: status))
        case .file: ignored += 1
        case .other:
            if isNamed || Self.isExport(path) {
                refuse(path, .unreadable, "is not a regular file")
            } else {
                ignored += 1
            }
        }
    }

    private mutating func addContents(of path: String, _ id: FolderID) {
        guard visited.insert(id).inserted else {
            return refuse(path, .refused, "a link leads back into a folder that was already read", lost: 0)
        }
        guard let folder = opendir(path) else {
            return refuse(path, .unreadable, "the folder cannot be opened: " + String(cString: strerror(errno)))
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(validatingCString: $0) }
            }
            guard let name else {
                refuse(path, .refused, "a file's name is not UTF-8; rename it")
                continue
            }
            if !name.hasPrefix("."), name != "quarry.json", !name.hasSuffix("_Files") { names.append(name) }
        }
        let prefix = path.hasSuffix("/") ? path : path + "/"
        for name in names.sorted() { add(prefix + name, FileStatus(name, in: dirfd(folder)), isNamed: false) }
    }

    private mutating func refuse(_ path: String, _ kind: Problem.Kind, _ reason: String, lost: Int = 1) {
        problems.append(FileProblem(path: path, problem: Problem(kind, reason, lost: lost)))
    }

    private static func isExport(_ path: String) -> Bool {
        let ending = path.utf8.suffix(5)
        return ending.isLowercased(".json") || ending.suffix(4).isLowercased(".zip")
    }
}

extension Substring.UTF8View {
    /// Whether these ASCII letters, small or capital, are some small ones.
    fileprivate func isLowercased(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount
            && zip(self, UnsafeBufferPointer(start: text.utf8Start, count: count)).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
}
