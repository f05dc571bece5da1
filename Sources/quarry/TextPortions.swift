import Glibc
import JSONStream

/// The texts of several files, one file after the other, or of standard input, in portions.
struct TextPortions: ~Copyable {
    private var waiting: ArraySlice<String>
    private var source: TextSource?

    /// Files are opened in their turn, for there may be more than a process may hold open; one that cannot be read is an
    /// error before any work is done.
    init(of files: [String], orStandardInput kind: TextSource.Kind) throws {
        for path in files where access(path, R_OK) != 0 {
            throw SourceFailure("'\(path)' cannot be opened: \(String(cString: strerror(errno)))")
        }
        waiting = files[...]
        source = files.isEmpty ? TextSource(standardInput: kind) : nil
    }

    /// The next texts; none at the end.
    mutating func next() throws -> [TextItem] {
        while true {
            if let items = try source?.next(), !items.isEmpty { return items }
            source = nil
            guard let path = waiting.popFirst() else { return [] }
            source = try TextSource(path: path)
        }
    }
}
