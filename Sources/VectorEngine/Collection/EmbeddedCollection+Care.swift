extension EmbeddedCollection {
    /// Reads every byte of its files. For reading alone it is the files that were there when it was opened.
    public func verify() async throws -> [EngineError] {
        var faults: [EngineError] = []
        for segment in snapshot.segments where segment.file != nil { faults += segment.segment.file.faults() }
        guard let log else { return faults }
        do {
            let found = try folder.manifest
            if found != manifest {
                faults.append(
                    .damaged(
                        path: folder.file(Manifest.name), section: "manifest", offset: 0, reason: "it was replaced"))
            }
        } catch {
            faults.append(error)
        }
        for entry in manifest.segments {
            guard let name = entry.deleted else { continue }
            do { _ = try folder.readDeletions(name, rows: entry.rows) } catch { faults.append(error) }
        }
        if let fault = try fault(of: log) { faults.append(fault) }
        return faults
    }

    private func fault(of log: WriteAheadLog) throws -> EngineError? {
        do {
            let end = try LoggedBatches(readingFrom: log.path).each { _ in }
            return end == log.end
                ? nil : .damaged(path: log.path, section: "log", offset: end, reason: "\(log.end - end) bytes are lost")
        } catch let error as EngineError {
            return error
        }
    }

    public func statistics() async throws -> CollectionStatistics {
        let snapshot = snapshot
        let files = snapshot.segments.filter { $0.file != nil }
        return CollectionStatistics(
            records: snapshot.records, segments: snapshot.segments.count,
            deletedRows: snapshot.segments.reduce(0) { $0 + $1.segment.rows - $1.liveCount },
            unflushedRecords: snapshot.inMemory,
            bytes: files.reduce(log?.end ?? 0) { $0 + $1.segment.file.image.bytes.count })
    }
}
