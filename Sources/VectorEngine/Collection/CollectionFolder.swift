import Glibc
import Store

/// The folder of a collection: its manifest, its segments, its log.
struct CollectionFolder: Sendable {
    let path: String

    func file(_ name: String) -> String {
        path + "/" + name
    }

    var parent: CollectionFolder {
        CollectionFolder(path: path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ".")
    }

    var manifest: Manifest {
        get throws(EngineError) { try Manifest(readingFrom: path) }
    }

    /// Sees the names in it to the disk: without, a renamed or new file may be gone after a power cut.
    func sync() throws(EngineError) {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotWrite(path: path, code: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .cannotWrite(path: path, code: errno) }
    }

    /// Removes what no manifest names: a process was killed while it wrote it, or after it was replaced.
    func removeAll(except known: Set<String>) throws(EngineError) {
        for name in try names() where !known.contains(name) { unlink(file(name)) }
    }

    /// Removes it with everything in it.
    func remove() throws(EngineError) {
        try removeAll(except: [])
        rmdir(path)
    }

    func names() throws(EngineError) -> [String] {
        guard let folder = opendir(path) else {
            throw .cannotRead(path: path, reason: String(cString: strerror(errno)))
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The segments that a manifest names, opened.
    func open(_ manifest: Manifest) throws(EngineError) -> Snapshot {
        var snapshot = Snapshot(manifest.schema)
        for entry in manifest.segments {
            let segment = try Segment(SegmentFile(path: file(entry.file)), schema: manifest.schema)
            guard segment.rows == entry.rows else {
                throw .damaged(
                    path: file(entry.file), section: SectionName.key, offset: 0,
                    reason: "\(segment.rows) rows, the manifest says \(entry.rows)")
            }
            let deleted = try entry.deleted.map { name throws(EngineError) in
                try readDeletions(name, rows: segment.rows)
            }
            snapshot.segments.append(
                LiveSegment(segment, file: entry.file, deleted: deleted, deletedFile: entry.deleted))
        }
        return snapshot
    }

    /// Writes which rows were deleted, as a segment's file of one section.
    func writeDeletions(_ rows: RowSet, to name: String) throws(EngineError) {
        var writer = try SegmentWriter(path: file(name))
        let words = rows.withWords { Array($0) }
        try writer.section("deleted") { sink throws(EngineError) in try sink.append(words) }
        try writer.finish()
    }

    func readDeletions(_ name: String, rows: Int) throws(EngineError) -> RowSet {
        let segment = try SegmentFile(path: file(name))
        // Small enough to be checked each time, and a wrong bit here would bring back what was deleted.
        try segment.verify()
        let words = try segment.section("deleted").array(UInt64.self, at: 0, count: (rows + 63) / 64)
        return RowSet(rows: rows, words: words.withValues { Array($0) })
    }
}
