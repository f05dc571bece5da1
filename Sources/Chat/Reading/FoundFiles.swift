/// A file that may hold exports.
public struct FoundFile: Sendable {
    public let path: String
    public let status: FileStatus
}

/// What lies below the paths of a run.
///
/// Most files of a night are as they were and need no path of their own: all paths lie in one run of bytes.
public struct FoundFiles: Sendable {
    public internal(set) var problems: [FileProblem] = []
    /// Files that cannot be exports.
    public internal(set) var ignored = 0
    private var entries: [Entry] = []
    private var paths: [UInt8] = []

    private struct Entry {
        let start: Int
        let count: Int
        let status: FileStatus
    }

    public var count: Int {
        entries.count
    }

    public subscript(_ index: Int) -> FoundFile {
        FoundFile(
            path: withPath(index) { String(decoding: $0, as: UTF8.self) }, status: entries[index].status)
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
