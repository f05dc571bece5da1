/// A file that may hold exports.
///
/// It is kept as its place in the table of found files, so that very many that wait to be read cost next to nothing.
public struct FoundFile: Sendable {
    private let files: SharedFiles
    private let index: Int32

    fileprivate init(_ index: Int, in files: SharedFiles) {
        self.files = files
        self.index = Int32(index)
    }

    /// Made anew each time it is asked for.
    public var path: String {
        files.table.withPath(Int(index)) { String(decoding: $0, as: UTF8.self) }
    }

    public var status: FileStatus {
        files.table.status(Int(index))
    }
}

/// What lies below the paths of a run.
public struct FoundFiles: Sendable {
    public let problems: [FileProblem]
    /// Files that cannot be exports.
    public let ignored: Int
    private let files: SharedFiles

    init(_ table: FileTable, problems: [FileProblem], ignored: Int) {
        files = SharedFiles(table)
        self.problems = problems
        self.ignored = ignored
    }

    public var count: Int {
        table.count
    }

    public subscript(_ index: Int) -> FoundFile {
        FoundFile(index, in: files)
    }

    var table: FileTable {
        files.table
    }
}

/// One table for all that was found, and one pointer for each who has a file of it.
private final class SharedFiles: Sendable {
    let table: FileTable

    init(_ table: FileTable) {
        self.table = table
    }
}

/// Files with their states. Their folders are kept once, and all their names lie in one run of bytes: most files of a night are
/// as they were, and need no path of their own.
struct FileTable: Sendable {
    private var entries: [Entry] = []
    private var names: [UInt8] = []
    /// With a stroke at the end, or empty for what was named itself.
    private var folders: [String] = []

    /// As small as it can be, for there are very many.
    private struct Entry {
        let status: FileStatus
        let count: UInt16
        let start: UInt32
        let folder: Int32
    }

    var count: Int {
        entries.count
    }

    func status(_ index: Int) -> FileStatus {
        entries[index].status
    }

    /// Lends the bytes of a path, put together anew.
    func withPath<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let entry = entries[index]
        let name = Int(entry.start)..<Int(entry.start) + Int(entry.count)
        let folder = folders[Int(entry.folder)].utf8
        return try withUnsafeTemporaryAllocation(byteCount: folder.count + name.count, alignment: 1) { path in
            path.copyBytes(from: folder)
            names.withUnsafeBytes {
                UnsafeMutableRawBufferPointer(rebasing: path[folder.count...]).copyBytes(from: $0[name])
            }
            return try body(UnsafeRawBufferPointer(path))
        }
    }

    /// Adds a file. Those of one folder come one after the other.
    mutating func append(_ folder: String, _ name: UnsafeRawBufferPointer, _ status: FileStatus) {
        if folders.last != folder { folders.append(folder) }
        entries.append(
            Entry(
                status: status, count: UInt16(name.count), start: UInt32(names.count), folder: Int32(folders.count - 1))
        )
        names.append(contentsOf: name)
    }
}
