import Dispatch
import Glibc
import Matrices
import Store
import Synchronization

/// A collection in a folder of this machine.
///
/// One actor writes, on a thread of its own; readers take the state that was published last and never wait. A batch is first
/// logged, then becomes a small segment in memory; `flush` makes a file of those, `compact` one file of all. A batch so large that
/// it makes a good file by itself becomes one without the log.
public actor EmbeddedCollection: VectorCollection {
    public nonisolated let schema: CollectionSchema
    nonisolated let state: Mutex<Snapshot>
    let folder: CollectionFolder
    private(set) var manifest: Manifest
    private(set) var log: WriteAheadLog?
    private var lock: StoreLock?
    private let limits: WriteLimits
    /// Bytes of the log before which no flush is tried again that has failed.
    private var logBytesOfNextTry = 0
    private nonisolated let executor: SerialQueueExecutor

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Opens a collection; without a lock it is for reading alone, the state of this moment.
    init(_ folder: CollectionFolder, heldBy lock: StoreLock?, limits: WriteLimits = WriteLimits()) throws {
        self.folder = folder
        self.lock = lock
        self.limits = limits
        let manifest = try folder.manifest
        // First the log, for nothing is replaced as often by who writes.
        let batches = try LoggedBatches(readingFrom: folder.file(manifest.logName))
        var snapshot = try folder.open(manifest)
        let end = try snapshot.replay(batches)
        if lock != nil {
            try folder.removeAll(except: manifest.files)
            log = try WriteAheadLog(continuing: folder.file(manifest.logName), at: end)
        }
        self.manifest = manifest
        schema = manifest.schema
        state = Mutex(snapshot)
        executor = SerialQueueExecutor(label: "collection \(manifest.schema.name)")
    }

    /// Makes the files of an empty collection.
    static func create(_ schema: CollectionSchema, in folder: CollectionFolder) throws(EngineError) {
        try schema.check()
        guard mkdir(folder.path, 0o777) == 0 || errno == EEXIST else {
            throw .cannotWrite(path: folder.path, code: errno)
        }
        let manifest = Manifest(schema: schema, log: 1, next: 2)
        do throws(EngineError) {
            _ = try WriteAheadLog(creating: folder.file(manifest.logName))
            try manifest.replace(in: folder.path)
        } catch {
            try folder.remove()
            throw error
        }
        try folder.sync()
        try folder.parent.sync()
    }

    nonisolated var snapshot: Snapshot {
        state.withLock { $0 }
    }

    /// Lets go of its files; whoever writes now is refused.
    func close() {
        log = nil
        lock = nil
    }

    // MARK: Writing

    public func upsert(_ records: [Record]) async throws {
        guard !records.isEmpty else { return }
        for record in records { try schema.check(record) }
        let records = records.lastOfEachKey
        guard records.count < limits.recordsOfFile else { return try write(records) }
        try append(.upsert(records))
        try flushWhenFull()
    }

    public func delete(_ keys: [RecordKey]) async throws -> Int {
        let known = Set(keys).filter { snapshot.place(of: $0) != nil }.sorted()
        guard !known.isEmpty else { return 0 }
        try append(.delete(known))
        try flushWhenFull()
        return known.count
    }

    public func delete(where filter: FilterText) async throws -> Int {
        let snapshot = snapshot
        var keys: [RecordKey] = []
        for (segment, rows) in try snapshot.rows(of: filter).enumerated() {
            for row in rows ?? snapshot.segments[segment].liveRows {
                keys.append(snapshot.segments[segment].segment.key(row))
            }
        }
        guard !keys.isEmpty else { return 0 }
        try append(.delete(keys.sorted()))
        try flushWhenFull()
        return keys.count
    }

    /// What cannot be taken over is not logged, for it could not be taken over from the log either.
    private func append(_ entry: LogEntry) throws {
        let log = try requireLog()
        var snapshot = snapshot
        try snapshot.apply(entry)
        try log.append(entry)
        publish(snapshot)
    }

    private func requireLog() throws(EngineError) -> WriteAheadLog {
        guard let log else { throw .notWritable(path: folder.path) }
        return log
    }

    private func publish(_ snapshot: Snapshot) {
        state.withLock { $0 = snapshot }
    }

    // MARK: Files

    /// What is acknowledged stands in the log: a flush that fails, for want of room say, takes nothing from it, and is tried again
    /// when the log has grown.
    private func flushWhenFull() throws(EngineError) {
        let log = try requireLog()
        guard snapshot.inMemory >= limits.recordsInMemory || log.end >= limits.logBytes else { return }
        guard log.end >= logBytesOfNextTry else { return }
        do throws(EngineError) {
            try writeMemory()
        } catch {
            guard case .cannotWrite = error else { throw error }
            logBytesOfNextTry = log.end + log.end / 8
        }
    }

    public func flush() async throws {
        try writeMemory()
    }

    private func writeMemory() throws(EngineError) {
        let snapshot = snapshot
        let isLogged = log.map { $0.end > LogFrame.headSize } ?? false
        guard isLogged || snapshot.segments.contains(where: { $0.file == nil || $0.hasNewDeletions }) else { return }
        let kept = snapshot.segments.filter { $0.file != nil }
        let memory = snapshot.segments.filter { $0.file == nil }
        try commit(kept, adding: MergedRows(memory, schema: schema), .flush)
    }

    /// Makes a file of records that have none yet.
    private func write(_ records: [Record]) throws(EngineError) {
        try writeMemory()
        var kept = snapshot.segments
        kept.delete(records.lazy.map(\.key))
        try commit(kept, adding: NewRecords(records, schema: schema), .rebuild)
    }

    public func compact() async throws {
        try writeMemory()
        let segments = snapshot.segments
        // What is copied gets new checksums, and damage must not.
        for segment in segments where segment.file != nil { try segment.segment.file.verify() }
        guard segments.count > 1 || segments.contains(where: { $0.deleted != nil }) else { return }
        try commit([], adding: MergedRows(segments, schema: schema), .rebuild)
    }

    /// Replaces the collection's state on the disk: segments with their deletions, and a new one of some rows. Either all of it
    /// stands there afterwards, or nothing has changed.
    private func commit(
        _ kept: [LiveSegment], adding source: some SegmentSource, _ occasion: SegmentBuilder.Occasion
    ) throws(EngineError) {
        _ = try requireLog()
        var draft = manifest
        var made: [String] = []
        var segments: [LiveSegment] = []
        do {
            for segment in kept where segment.liveCount > 0 {
                segments.append(try withDeletionsWritten(segment, &draft, &made))
            }
            if source.count > 0 { segments.append(try newSegment(source, occasion, &draft, &made)) }
            draft.log = draft.take()
            made.append(draft.logName)
            log = try replaceManifest(by: &draft, of: segments)
        } catch {
            for name in made { unlink(folder.file(name)) }
            throw error
        }
        let obsolete = manifest.files.subtracting(draft.files)
        manifest = draft
        logBytesOfNextTry = 0
        state.withLock { $0.segments = segments }
        do throws(EngineError) {
            try folder.sync()
        } catch {
            // After a power cut the old manifest may be back: nothing may be acknowledged in the new log.
            close()
            throw error
        }
        for name in obsolete { unlink(folder.file(name)) }
    }

    /// - Returns: its new log.
    private func replaceManifest(
        by draft: inout Manifest, of segments: [LiveSegment]
    ) throws(EngineError) -> WriteAheadLog {
        let log = try WriteAheadLog(creating: folder.file(draft.logName))
        draft.segments = segments.map(Manifest.Entry.init)
        try draft.replace(in: folder.path)
        return log
    }

    private func withDeletionsWritten(
        _ segment: LiveSegment, _ draft: inout Manifest, _ made: inout [String]
    ) throws(EngineError) -> LiveSegment {
        guard segment.hasNewDeletions, let deleted = segment.deleted else { return segment }
        var segment = segment
        let name = "deleted-\(draft.take())"
        made.append(name)
        try folder.writeDeletions(deleted, to: name)
        segment.keepDeletions(in: name)
        return segment
    }

    private func newSegment(
        _ source: some SegmentSource, _ occasion: SegmentBuilder.Occasion, _ draft: inout Manifest,
        _ made: inout [String]
    ) throws(EngineError) -> LiveSegment {
        let name = "segment-\(draft.take())"
        made.append(name)
        var writer = try SegmentWriter(path: folder.file(name))
        try SegmentBuilder(schema: schema, occasion: occasion).write(source, to: &writer)
        try writer.finish()
        return LiveSegment(try Segment(SegmentFile(path: folder.file(name)), schema: schema), file: name)
    }
}

extension Manifest {
    /// The number of a new file.
    fileprivate mutating func take() -> Int {
        defer { next += 1 }
        return next
    }
}

extension Manifest.Entry {
    fileprivate init(_ segment: LiveSegment) {
        self.init(file: segment.file ?? "", rows: segment.segment.rows, deleted: segment.deletedFile)
    }
}
