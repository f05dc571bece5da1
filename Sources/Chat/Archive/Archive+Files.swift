import Store

extension Archive {
    /// Those of the files that are not as they were when they were last read.
    ///
    /// - Parameter isTrusted: whether exports that were not believed are wanted too, now that the user vouches for them.
    public func changed(among files: FoundFiles, isTrusted: Bool) throws -> [FoundFile] {
        let doubted = isTrusted ? try doubtedPaths() : []
        var known = try KnownFiles(&database)
        defer { known.stop() }
        var changed: [FoundFile] = []
        for index in 0..<files.count {
            let isUnchanged = try files.table.withPath(index) { path in
                try known.has(path, files.table.status(index))
            }
            if !isUnchanged || !doubted.isEmpty && doubted.contains(files[index].path) { changed.append(files[index]) }
        }
        return changed
    }

    private func doubtedPaths() throws -> Set<String> {
        let names = try database.rows(
            "SELECT path FROM problem WHERE kind = ?", Problem.Kind.vanished.rawValue
        ) { row throws(StoreError) -> String in try row[0] }
        return Set(names.map { String($0.prefix { $0 != "#" }) } + names)
    }

    /// Notes that there is nothing more to read in a file as it is now, and what is wrong with it.
    public func settle(_ file: FoundFile, problems: [Problem]) throws {
        try openGroup()
        try forgetProblems(of: file.path)
        for problem in problems { try keep(problem, path: file.path) }
        try markRead(file.path, file.status)
    }

    /// Notes that a document with known bytes has another name; an entry of a zip file has no state of its own to note.
    func settle(_ location: ExportLocation) throws {
        guard let status = location.status else { return }
        try openGroup()
        try markRead(location.name, status)
    }

    /// Keeps what is wrong with something that the next run tries again.
    public func note(_ problem: Problem, path: String) throws {
        try openGroup()
        try database.execute(
            "DELETE FROM problem WHERE path = ? AND kind = ?", path, problem.kind.rawValue)
        try keep(problem, path: path)
    }

    /// Forgets problems of files that each run tries again, and so reports again.
    public func forgetRetriedProblems() throws {
        // From here on a run works in groups; also what only looks is cheaper inside a transaction than each time alone.
        try openGroup()
        try database.execute(
            "DELETE FROM problem WHERE kind IN ('unreadable', 'refused', 'changing') AND path NOT IN (SELECT path FROM file)"
        )
    }

    func markRead(_ path: String, _ status: FileStatus) throws(StoreError) {
        try database.execute(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", path, status.size, status.modified, status.inode)
    }
}

extension Connection {
    /// Whether a document with these bytes was read before, under whatever name.
    mutating func hasRead(_ hash: ContentHash) throws(StoreError) -> Bool {
        try value("SELECT count(*) FROM export WHERE hash = ?", hash.bytes, as: Int.self) == 1
    }
}
