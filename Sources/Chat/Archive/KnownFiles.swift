import Glibc
import Store

/// Walks the table of files in step with a folder: where both are in the same order, as they mostly are, a file costs a step
/// and no search; nor does one that would stand between two rows.
struct KnownFiles {
    private let rows: Statement
    private var isAtRow = false
    /// What was looked for last: nothing lies between it and the row.
    private var sought: [UInt8] = []

    init(_ database: inout Connection) throws(StoreError) {
        rows = try database.statement("SELECT path, size, modified, inode FROM file WHERE path >= ? ORDER BY path")
    }

    /// Whether a file was read as it is now.
    mutating func has(_ path: UnsafeRawBufferPointer, _ status: FileStatus) throws(StoreError) -> Bool {
        if !isAt(path), !isInGap(path) { try seek(path) }
        guard isAt(path) else { return false }
        let row = rows.row
        let isSame =
            row.integer(1) == status.size && row.integer(2) == status.modified && row.integer(3) == status.inode
        remember(path)
        isAtRow = try rows.step()
        return isSame
    }

    /// Lets go of the database's state.
    mutating func stop() {
        rows.reset()
        isAtRow = false
        sought = []
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

    /// Whether a path lies before the row, or where there is none behind all, and behind what was looked for last.
    private func isInGap(_ path: UnsafeRawBufferPointer) -> Bool {
        guard !sought.isEmpty, sought.withUnsafeBytes({ Self.order($0, path) }) <= 0 else { return false }
        return !isAtRow || rows.row.withBytes(0) { Self.order(path, $0) } < 0
    }

    /// As the database orders texts.
    private static func order(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
        guard let a = left.baseAddress, let b = right.baseAddress else { return left.count - right.count }
        let order = memcmp(a, b, min(left.count, right.count))
        return order == 0 ? left.count - right.count : Int(order)
    }

    /// In the room of the one before.
    private mutating func remember(_ path: UnsafeRawBufferPointer) {
        sought.removeAll(keepingCapacity: true)
        sought.append(contentsOf: path)
    }

    private mutating func seek(_ path: UnsafeRawBufferPointer) throws(StoreError) {
        rows.reset()
        // A copy: the walk goes on when the caller no longer lends the path.
        try rows.bind(1, text: path)
        remember(path)
        isAtRow = try rows.step()
    }
}
