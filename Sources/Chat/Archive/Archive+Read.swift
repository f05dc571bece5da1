import JSONStream
public import Store

extension Archive {
    /// What a reader may know of the archive now.
    public func state() throws -> ArchiveState {
        let salt = try database.value("SELECT salt FROM digest", as: [UInt8].self).map(ContentHash.init(stored:))
        return ArchiveState(path: path, salt: salt, pending: group?.channels ?? [])
    }

    /// Brings exports into the archive, each whole or not at all, and says what came of each.
    ///
    /// The reader works on the next batch while the last is written. Cancellation is honoured between batches: the export that
    /// is being read is undone, and it and those after it are missing in the answer.
    /// - Parameters:
    ///   - salt: that the exports were opened with.
    ///   - isTrusted: whether even the absence of very many messages means that they were deleted.
    ///   - onBatch: is told how many bytes and messages of the exports are done.
    public func read(
        _ exports: [OpenedExport], from reader: ExportReader, salt: ContentHash, isTrusted: Bool,
        onBatch: @Sendable (Int, Int) -> Void
    ) async throws -> [ReadExport] {
        var answers: [ReadExport] = []
        var done = (bytes: 0, messages: 0)
        for export in exports {
            do {
                let outcome = try await read(export, from: reader, salt: salt, isTrusted: isTrusted) {
                    bytes, messages in
                    onBatch(done.bytes + bytes, done.messages + messages)
                }
                answers.append(ReadExport(location: export.location, outcome: outcome))
                done.bytes += export.location.size
                if case .read(let tally, _) = outcome { done.messages += tally.messages }
            } catch is CancellationError {
                return answers
            }
        }
        return answers
    }

    private func read(
        _ export: OpenedExport, from reader: ExportReader, salt: ContentHash, isTrusted: Bool,
        onBatch: (Int, Int) -> Void
    ) async throws -> ReadExport.Outcome {
        guard try !hasRead(export.hash) else {
            try settle(export.location, hash: export.hash)
            return try isTrusted ? trust(export).map { .read($0, []) } ?? .known : .known
        }
        do {
            try Task.checkCancellation()
            try begin(export, salt: salt, isTrusted: isTrusted)
            for batch in export.batches { try write(batch) }
            var summary = export.batches.last?.summary
            if export.isStreamed {
                summary = try await stream(export, from: reader, onBatch: onBatch)
            }
            return try finish(summary ?? ReadingSummary(), export.location)
        } catch let failure as SourceFailure {
            try abandon()
            return .failed(failure)
        } catch {
            try abandon()
            throw error
        }
    }

    /// Writes a large export as it is read.
    private func stream(
        _ export: OpenedExport, from reader: ExportReader, onBatch: (Int, Int) -> Void
    ) async throws -> ReadingSummary? {
        var batch = try await reader.begin(export, beside: try state())
        while batch.summary == nil {
            try Task.checkCancellation()
            async let following = reader.nextBatch()
            try write(batch)
            onBatch(batch.position, reading?.tally.messages ?? 0)
            batch = await following
        }
        try write(batch)
        return batch.summary
    }
}
