import Glibc
import Store

/// Walks the table of files in step with a folder: where both are in the same order, as they mostly are, a file costs a step
/// and no search.
struct KnownFiles {
    private let rows: Statement
    private var isAtRow = false

    init(_ database: inout Connection) throws(StoreError) {
        rows = try database.statement("SELECT path, size, modified, inode FROM file WHERE path >= ? ORDER BY path")
    }

    /// Whether a file was read as it is now.
    mutating func has(_ path: UnsafeRawBufferPointer, _ status: FileStatus) throws(StoreError) -> Bool {
        if !isAt(path) { try seek(path) }
        guard isAt(path) else { return false }
        let row = rows.row
        let isSame =
            row.integer(1) == status.size && row.integer(2) == status.modified && row.integer(3) == status.inode
        isAtRow = try rows.step()
        return isSame
    }

    /// Lets go of the database's state.
    mutating func stop() {
        rows.reset()
        isAtRow = false
    }

    private func isAt(_ path: UnsafeRawBufferPointer) -> Bool {
        isAtRow
            && rows.row.withBytes(0) { known in
                guard known.count == path.count, let left = known.baseAddress, let right = path.baseAddress else {
                    return false
                }
                return memcmp(left, right, path.count) == 0
            }
    }

    private mutating func seek(_ path: UnsafeRawBufferPointer) throws(StoreError) {
        rows.reset()
        // A copy: the walk goes on when the caller no longer lends the path.
        try rows.bind(1, text: path)
        isAtRow = try rows.step()
    }
}
