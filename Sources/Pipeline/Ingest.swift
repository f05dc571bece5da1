public import Chat
import JSONStream
import Store

/// The first stage: export files become messages.
public struct Ingest: Sendable {
    /// Files and folders.
    public var inputs: [String]
    public var channels = ChannelFilter()
    /// Exports made later are not seen.
    public var asOf: Timestamp?
    public var trustsDeletions = false

    public init(inputs: [String]) {
        self.inputs = inputs
    }

    /// What one run has found and done.
    public struct Outcome: Sendable {
        public var tally = IngestTally()
        /// Exports that were read.
        public var exports = 0
        public var unchangedFiles = 0
        /// Exports whose bytes were known under another name.
        public var duplicates = 0
        /// Exports of channels that the configuration leaves out, or of a time after `asOf`.
        public var leftOut = 0
        /// Files of other kinds.
        public var ignored = 0
        /// Whether the run was stopped before its end.
        public var wasStopped = false
    }

    /// What lies below the inputs.
    public func find() async -> FoundFiles {
        await ExportReader().find(in: inputs)
    }

    /// Reads what is new or changed. A file that cannot be read is reported and costs only itself; cancellation ends the run
    /// between two batches, with every export kept that was read whole.
    public func run(
        among files: FoundFiles, into archive: Archive, report: @escaping @Sendable (RunEvent) -> Void
    ) async throws -> Outcome {
        var run = IngestRun(archive: archive, report: report, options: self)
        try await run.survey(files)
        try await run.readAll()
        return run.outcome
    }
}
