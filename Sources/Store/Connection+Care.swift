import CSQLite

extension Connection {
    /// Copies the database to another file while it is in use (SQLite's online backup).
    ///
    /// The copy is a consistent state; writers wait for a few pages at a time only.
    public func backup(to path: String) throws(StoreError) {
        let target = try Connection(path: path)
        guard let backup = sqlite3_backup_init(target.handle, "main", handle, "main") else {
            throw StoreError(target.handle, code: sqlite3_errcode(target.handle))
        }
        var code = SQLITE_OK
        repeat {
            code = sqlite3_backup_step(backup, 1024)
            if code == SQLITE_BUSY || code == SQLITE_LOCKED { sqlite3_sleep(20) }
        } while code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED
        let finished = sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE, finished == SQLITE_OK else { throw StoreError(target.handle, code: finished) }
    }

    /// What SQLite finds wrong with the file; empty when it is sound. Reads the whole file.
    public mutating func integrityProblems() throws(StoreError) -> [String] {
        let findings = try rows("PRAGMA integrity_check") { row throws(StoreError) in try row[0] as String }
        return findings == ["ok"] ? [] : findings
    }

    /// Empties the write-ahead log into the database file.
    public mutating func checkpoint() throws(StoreError) {
        try query("PRAGMA wal_checkpoint(TRUNCATE)") { _ in }
    }

    /// The version of SQLite in use.
    public static var libraryVersion: String {
        String(cString: sqlite3_libversion())
    }
}
