import Glibc

/// Finds the files below some paths that may be exports, in a stable order.
///
/// Taken are `.json` and `.zip` files, and whatever is named itself. Left out are hidden entries, `quarry.json`, and the media
/// folders that exporters write beside an export (`….json_Files`), which hold what users have posted, JSON among it.
struct ExportFolder {
    private(set) var found = FoundFiles()
    private var visited: Set<FolderID> = []

    private struct FolderID: Hashable {
        let device: Int64
        let inode: Int64
    }

    init(_ paths: [String]) {
        for path in paths {
            var name = path
            name.withUTF8 { add("", UnsafeRawBufferPointer($0), FileStatus(path: path), isNamed: true) }
        }
    }

    private mutating func add(
        _ folder: String, _ name: UnsafeRawBufferPointer, _ status: FileStatus?, isNamed: Bool
    ) {
        let isWanted = isNamed || Self.isExport(name)
        func path() -> String { folder + String(decoding: name, as: UTF8.self) }
        guard let status else {
            let reason = String(cString: strerror(errno))
            if isWanted { refuse(path(), .unreadable, reason) }
            return
        }
        switch status.kind {
        case .folder: addContents(of: path(), FolderID(device: status.device, inode: status.inode))
        case .file where isWanted: found.append(folder, name, status)
        case .other where isWanted: refuse(path(), .unreadable, "is not a regular file")
        case .file, .other: found.ignored += 1
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
        var names = FolderNames()
        while let entry = readdir(folder) {
            let isKept = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                names.append(UnsafeRawBufferPointer(rebasing: bytes.prefix { $0 != 0 }))
            }
            if !isKept { refuse(path, .refused, "a file's name is not UTF-8; rename it") }
        }
        let prefix = path.hasSuffix("/") ? path : path + "/"
        names.forEachInOrder { name, start in
            add(prefix, name, FileStatus(start, in: dirfd(folder)), isNamed: false)
        }
    }

    private mutating func refuse(_ path: String, _ kind: Problem.Kind, _ reason: String, lost: Int = 1) {
        found.problems.append(FileProblem(path: path, problem: Problem(kind, reason, lost: lost)))
    }

    private static func isExport(_ name: UnsafeRawBufferPointer) -> Bool {
        let ending = name.suffix(5)
        return ending.isLowercased(".json") || ending.suffix(4).isLowercased(".zip")
    }
}

/// The names in a folder that are looked at, one after the other in one run of bytes, each with a zero behind it: a folder of
/// ten thousand files costs no ten thousand strings.
private struct FolderNames {
    private var bytes: [UInt8] = []
    private var names: [Range<Int>] = []

    /// Keeps a name unless it is hidden or belongs to none of the exports; false for one that is not UTF-8.
    mutating func append(_ name: UnsafeRawBufferPointer) -> Bool {
        guard name.allSatisfy({ $0 < 0x80 }) || String(validating: name, as: UTF8.self) != nil else { return false }
        guard name.first != UInt8(ascii: "."), !name.elementsEqual("quarry.json".utf8),
            !name.suffix(6).elementsEqual("_Files".utf8)
        else { return true }
        names.append(bytes.count..<bytes.count + name.count)
        bytes.append(contentsOf: name)
        bytes.append(0)
        return true
    }

    /// Lends each name, in the order of its bytes, and its start as C wants it.
    mutating func forEachInOrder(_ body: (UnsafeRawBufferPointer, UnsafePointer<CChar>) -> Void) {
        bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            names.sort { strcmp(start + $0.lowerBound, start + $1.lowerBound) < 0 }
            for name in names {
                body(
                    UnsafeRawBufferPointer(rebasing: bytes[name]),
                    (start + name.lowerBound).assumingMemoryBound(to: CChar.self))
            }
        }
    }
}

extension Slice<UnsafeRawBufferPointer> {
    /// Whether these ASCII letters, small or capital, are some small ones.
    fileprivate func isLowercased(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount
            && zip(self, UnsafeBufferPointer(start: text.utf8Start, count: count)).allSatisfy { $0 | 0x20 == $1 | 0x20 }
    }
}
