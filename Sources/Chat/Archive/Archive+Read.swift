import JSONStream
import Store

extension Archive {
    /// Brings exports into the archive, each whole or not at all, and says what came of each.
    ///
    /// The reader is always one step ahead: it works on the next batch, or on the first of the next export, while the last is
    /// written. Cancellation is honoured between batches: the export that is being read is undone, and those after it are
    /// missing in the answer.
    /// - Parameters:
    ///   - isTrusted: whether even the absence of very many messages means that they were deleted.
    ///   - onBatch: is told how many bytes and messages of the exports are done.
    public func read(
        _ exports: [OpenedExport], from reader: ExportReader, isTrusted: Bool, onBatch: @Sendable (Int, Int) -> Void
    ) async throws -> [ReadExport] {
        var answers: [ReadExport] = []
        var done = (bytes: 0, messages: 0)
        var begun: BegunExport?
        for (index, export) in exports.enumerated() {
            let next = index + 1 < exports.count ? exports[index + 1] : nil
            let step: Step
            do {
                step = try await read(export, begun, next, from: reader, isTrusted: isTrusted) { bytes, messages in
                    onBatch(done.bytes + bytes, done.messages + messages)
                }
            } catch is CancellationError {
                return answers
            }
            begun = step.begun
            answers.append(ReadExport(location: export.location, outcome: step.outcome))
            done.bytes += export.location.size
            if case .read(let tally, _) = step.outcome { done.messages += tally.messages }
        }
        return answers
    }

    /// The first batch of an export that the reader has begun ahead of time.
    private typealias BegunExport = Result<MessageBatch, SourceFailure>

    private struct Step {
        let outcome: ReadExport.Outcome
        /// The next export, if the reader could begin it.
        let begun: BegunExport?
    }

    private func read(
        _ export: OpenedExport, _ begun: BegunExport?, _ next: OpenedExport?, from reader: ExportReader, isTrusted: Bool,
        onBatch: (Int, Int) -> Void
    ) async throws -> Step {
        guard try !hasRead(export.hash) else {
            try settle(export.location, hash: export.hash)
            return Step(outcome: .known, begun: nil)
        }
        do {
            try begin(export, isTrusted: isTrusted)
            let salt = try salt(orFirst: export.hash)
            var batch: MessageBatch
            if let begun {
                batch = try begun.get()
            } else {
                batch = try await reader.begin(export, archive: path, salt: salt).get()
            }
            while batch.summary == nil {
                try Task.checkCancellation()
                async let following = reader.nextBatch()
                try write(batch)
                onBatch(batch.position, reading?.tally.messages ?? 0)
                batch = await following
            }
            let summary = batch.summary ?? ReadingSummary()
            let ahead = try next.flatMap { try mayBegin($0, before: export) ? $0 : nil }
            async let upcoming = reader.begin(ahead, archive: path, salt: salt)
            try write(batch)
            let outcome = try finish(summary, export.location)
            return Step(outcome: outcome, begun: await upcoming)
        } catch let failure as SourceFailure {
            try abandon()
            return Step(outcome: .failed(failure), begun: nil)
        } catch {
            try abandon()
            throw error
        }
    }

    /// Whether the reader may begin an export before another is finished: it must see all that is known of its channel, and so
    /// nothing of that may wait for a commit.
    private func mayBegin(_ next: OpenedExport, before export: OpenedExport) throws -> Bool {
        let channel = next.header.channel.id
        guard channel != export.header.channel.id, group?.channels.contains(channel) != true else { return false }
        return try !hasRead(next.hash)
    }
}
