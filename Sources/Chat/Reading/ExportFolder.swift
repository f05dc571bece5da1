import Dispatch
import Glibc

/// Finds the files below some paths that may be exports, in a stable order.
///
/// Taken are `.json` and `.zip` files, and whatever is named itself. Left out are hidden entries, `quarry.json`, and the media
/// folders that exporters write beside an export (`….json_Files`), which hold what users have posted, JSON among it.
struct ExportFolder {
    private var files = FileTable()
    private var problems: [FileProblem] = []
    private var ignored = 0
    private var visited: Set<FolderID> = []

    private struct FolderID: Hashable {
        let device: UInt32
        let inode: Int64
    }

    init(_ paths: [String]) {
        for path in paths {
            var name = path
            name.withUTF8 { add("", UnsafeRawBufferPointer($0), FileStatus(path: path), isNamed: true) }
        }
    }

    var found: FoundFiles {
        FoundFiles(files, problems: problems, ignored: ignored)
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
        case .file where isWanted: files.append(folder, name, status)
        case .other where isWanted: refuse(path(), .unreadable, "is not a regular file")
        case .file, .other: ignored += 1
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
        names.forEachInOrder(in: dirfd(folder)) { name, status in add(prefix, name, status, isNamed: false) }
    }

    private mutating func refuse(_ path: String, _ kind: Problem.Kind, _ reason: String, lost: Int = 1) {
        problems.append(FileProblem(path: path, problem: Problem(kind, reason, lost: lost)))
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

    private static let namesAtOnce = 8192
    private static let namesPerPart = 256

    /// Lends each name, in the order of its bytes, with the file's state; without one, the reason is the system's last error.
    ///
    /// The system takes longest to look the names up, so that many are looked up on as many threads as there are cores.
    mutating func forEachInOrder(in folder: Int32, _ body: (UnsafeRawBufferPointer, FileStatus?) -> Void) {
        bytes.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return }
            names.sort { strcmp(start + $0.lowerBound, start + $1.lowerBound) < 0 }
            for first in stride(from: 0, to: names.count, by: Self.namesAtOnce) {
                let part = names[first..<min(first + Self.namesAtOnce, names.count)]
                for (name, status) in zip(part, Self.statuses(of: part, start, in: folder)) {
                    body(
                        UnsafeRawBufferPointer(rebasing: bytes[name]),
                        status ?? FileStatus(start + name.lowerBound, in: folder))
                }
            }
        }
    }

    private static func statuses(
        of names: ArraySlice<Range<Int>>, _ start: UnsafePointer<CChar>, in folder: Int32
    ) -> [FileStatus?] {
        [FileStatus?](unsafeUninitializedCapacity: names.count) { statuses, count in
            // Each part initialises places of its own.
            nonisolated(unsafe) let places = statuses
            nonisolated(unsafe) let start = start
            DispatchQueue.concurrentPerform(iterations: (names.count + namesPerPart - 1) / namesPerPart) { part in
                for place in part * namesPerPart..<min((part + 1) * namesPerPart, names.count) {
                    let name = names[names.startIndex + place]
                    (places.baseAddress.map { $0 + place })?.initialize(
                        to: FileStatus(start + name.lowerBound, in: folder))
                }
            }
            count = names.count
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
