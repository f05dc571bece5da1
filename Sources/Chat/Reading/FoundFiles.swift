/// A file that may hold exports.
///
/// It is kept as its place in the table of found files, so that very many that wait to be read cost next to nothing.
public struct FoundFile: Sendable {
    private let table: FileTable
    private let index: Int

    fileprivate init(_ index: Int, in table: FileTable) {
        self.table = table
        self.index = index
    }

    /// Made anew each time it is asked for.
    public var path: String {
        table.withPath(index) { String(decoding: $0, as: UTF8.self) }
    }

    public var status: FileStatus {
        table.status(index)
    }
}

/// What lies below the paths of a run.
public struct FoundFiles: Sendable {
    public let problems: [FileProblem]
    /// Files that cannot be exports.
    public let ignored: Int
    let table: FileTable

    public var count: Int {
        table.count
    }

    public subscript(_ index: Int) -> FoundFile {
        FoundFile(index, in: table)
    }
}

/// Files with their states; all paths lie in one run of bytes, for most files of a night are as they were and need no path of
/// their own.
struct FileTable: Sendable {
    private var entries: [Entry] = []
    private var paths: [UInt8] = []

    private struct Entry {
        let start: Int
        let count: Int
        let status: FileStatus
    }

    var count: Int {
        entries.count
    }

    func status(_ index: Int) -> FileStatus {
        entries[index].status
    }

    /// Lends the bytes of a path.
    func withPath<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        let entry = entries[index]
        return try paths.withUnsafeBytes { bytes in
            try body(UnsafeRawBufferPointer(rebasing: bytes[entry.start..<entry.start + entry.count]))
        }
    }

    mutating func append(_ folder: String, _ name: UnsafeRawBufferPointer, _ status: FileStatus) {
        let start = paths.count
        paths.append(contentsOf: folder.utf8)
        paths.append(contentsOf: name)
        entries.append(Entry(start: start, count: paths.count - start, status: status))
    }
}
