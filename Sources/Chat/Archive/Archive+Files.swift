public import Store

extension Archive {
    /// Those of the files that are not as they were when they were last read.
    public func changed(among files: [FoundFile]) throws -> [FoundFile] {
        try files.filter { try !isUnchanged($0) }
    }

    private func isUnchanged(_ file: FoundFile) throws -> Bool {
        let known = try database.value(
            "SELECT count(*) FROM file WHERE path = ? AND size = ? AND modified = ? AND inode = ?", file.path,
            file.status.size, file.status.modified, file.status.inode, as: Int.self)
        return known == 1
    }

    /// Whether a document with these bytes was read before, under whatever name.
    func hasRead(_ hash: ContentHash) throws -> Bool {
        try database.value("SELECT count(*) FROM export WHERE hash = ?", hash.bytes, as: Int.self) == 1
    }

    /// Notes that there is nothing more to read in a file as it is now, and what is wrong with it.
    public func settle(_ file: FoundFile, hash: ContentHash? = nil, problems: [Problem] = []) throws {
        try openGroup()
        try forgetProblems(of: file.path)
        for problem in problems { try keep(problem, path: file.path) }
        try markRead(file.path, file.status, hash)
    }

    /// Notes that a document with known bytes has another name; an entry of a zip file has no state of its own to note.
    func settle(_ location: ExportLocation, hash: ContentHash) throws {
        guard let status = location.status else { return }
        try settle(FoundFile(path: location.name, status: status), hash: hash)
    }

    /// Keeps what is wrong with something that the next run tries again.
    public func note(_ problem: Problem, path: String) throws {
        try openGroup()
        try keep(problem, path: path)
    }

    /// Forgets problems of files that each run tries again, and so reports again.
    public func forgetRetriedProblems() throws {
        try database.execute(
            "DELETE FROM problem WHERE kind IN ('unreadable', 'refused') AND path NOT IN (SELECT path FROM file)")
    }

    func markRead(_ path: String, _ status: FileStatus, _ hash: ContentHash?) throws(StoreError) {
        try database.execute(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?)", path, status.size, status.modified, status.inode,
            hash?.bytes ?? [])
    }
}
