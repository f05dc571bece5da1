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
    private let folder: CollectionFolder
    private var manifest: Manifest
    private var log: WriteAheadLog?
    private var isOpen = true
    private nonisolated let executor: SerialQueueExecutor

    /// Records in memory from which on a batch ends with a flush.
    private static let mostInMemory = 16384
    /// Records from which on a batch is a file of its own.
    private static let fewestForFile = 8192

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    /// Opens a collection; for reading alone it is the state of this moment.
    init(_ folder: CollectionFolder, isWritable: Bool) throws {
        self.folder = folder
        let manifest = try Manifest(readingFrom: folder.path)
        var snapshot = try folder.open(manifest)
        if isWritable { try folder.removeAll(except: manifest.files) }
        let end = try snapshot.replay(folder.file(manifest.logName))
        log = isWritable ? try WriteAheadLog(continuing: folder.file(manifest.logName), at: end) : nil
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
        _ = try WriteAheadLog(creating: folder.file(manifest.logName))
        try manifest.write(to: folder.path)
        try AtomicFile.syncFolder(of: folder.path)
    }

    nonisolated var snapshot: Snapshot {
        state.withLock { $0 }
    }

    /// Lets go of its files; whoever writes now is refused.
    func close() {
        log = nil
        isOpen = false
    }

    // MARK: Writing

    public func upsert(_ records: [Record]) async throws {
        guard !records.isEmpty else { return }
        for record in records { try schema.check(record) }
        let records = Self.lastOfEachKey(records)
        guard records.count < Self.fewestForFile else { return try write(records) }
        try append(.upsert(records))
        try flushWhenFull()
    }

    public func delete(_ keys: [RecordKey]) async throws -> Int {
        let known = Set(keys).filter { snapshot.place(of: $0) != nil }.sorted()
        guard !known.isEmpty else { return 0 }
        try append(.delete(known))
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
        return keys.count
    }

    private func append(_ entry: LogEntry) throws {
        try requireLog().append(entry)
        var snapshot = snapshot
        try snapshot.apply(entry)
        publish(snapshot)
    }

    private func requireLog() throws(EngineError) -> WriteAheadLog {
        guard let log else { throw .notWritable(path: folder.path) }
        return log
    }

    private func publish(_ snapshot: Snapshot) {
        state.withLock { $0 = snapshot }
    }

    private static func lastOfEachKey(_ records: [Record]) -> [Record] {
        var places: [RecordKey: Int] = [:]
        for (index, record) in records.enumerated() { places[record.key] = index }
        guard places.count < records.count else { return records }
        return records.indices.filter { places[records[$0].key] == $0 }.map { records[$0] }
    }

    // MARK: Files

    /// What is acknowledged stands in the log: a flush that fails, for want of room say, takes nothing from it.
    private func flushWhenFull() throws {
        guard snapshot.inMemory >= Self.mostInMemory else { return }
        do throws(EngineError) {
            try writeMemory()
        } catch {
            guard case .cannotWrite = error else { throw error }
        }
    }

    public func flush() async throws {
        try writeMemory()
    }

    private func writeMemory() throws(EngineError) {
        let snapshot = snapshot
        guard snapshot.segments.contains(where: { $0.file == nil || $0.hasNewDeletions }) else { return }
        let kept = snapshot.segments.filter { $0.file != nil }
        let memory = snapshot.segments.filter { $0.file == nil }
        try commit(kept, adding: MergedRows(memory, schema: schema))
    }

    /// Makes a file of records that have none yet.
    private func write(_ records: [Record]) throws(EngineError) {
        try writeMemory()
        var kept = snapshot.segments
        kept.delete(records.lazy.map(\.key))
        try commit(kept, adding: NewRecords(records, schema: schema))
    }

    public func compact() async throws {
        try writeMemory()
        let segments = snapshot.segments
        guard segments.count > 1 || segments.contains(where: { $0.deleted != nil }) else { return }
        try commit([], adding: MergedRows(segments, schema: schema))
    }

    /// Replaces the collection's state on the disk: segments with their deletions, and a new one of some rows. Either all of it
    /// stands there afterwards, or nothing has changed.
    private func commit(_ kept: [LiveSegment], adding source: some SegmentSource) throws(EngineError) {
        _ = try requireLog()
        var draft = manifest
        var made: [String] = []
        do {
            var segments: [LiveSegment] = []
            for segment in kept where segment.liveCount > 0 {
                segments.append(try withDeletionsWritten(segment, &draft, &made))
            }
            if source.count > 0 { segments.append(try newSegment(source, &draft, &made)) }
            draft.log = draft.take()
            made.append(draft.logName)
            let log = try WriteAheadLog(creating: folder.file(draft.logName))
            draft.segments = segments.map(Manifest.Entry.init)
            try draft.write(to: folder.path)
            let obsolete = manifest.files.subtracting(draft.files)
            self.log = log
            manifest = draft
            state.withLock { $0.segments = segments }
            for name in obsolete { unlink(folder.file(name)) }
        } catch {
            for name in made { unlink(folder.file(name)) }
            throw error
        }
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
        _ source: some SegmentSource, _ draft: inout Manifest, _ made: inout [String]
    ) throws(EngineError) -> LiveSegment {
        let name = "segment-\(draft.take())"
        made.append(name)
        var writer = try SegmentWriter(path: folder.file(name))
        try SegmentBuilder(schema: schema).write(source, to: &writer)
        try writer.finish()
        return LiveSegment(try Segment(SegmentFile(path: folder.file(name)), schema: schema), file: name)
    }

    // MARK: Care

    public func verify() async throws -> [EngineError] {
        var faults: [EngineError] = []
        for segment in snapshot.segments where segment.file != nil {
            do throws(EngineError) { try segment.segment.file.verify() } catch { faults.append(error) }
        }
        return faults
    }

    public func statistics() async throws -> CollectionStatistics {
        let snapshot = snapshot
        return CollectionStatistics(
            records: snapshot.records, segments: snapshot.segments.count,
            deletedRows: snapshot.segments.reduce(0) { $0 + $1.segment.rows - $1.liveCount },
            unflushedRecords: snapshot.inMemory,
            bytes: snapshot.segments.reduce(0) { $0 + $1.segment.file.image.bytes.count })
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
