public import Chat
import Store

/// The nightly run: every stage that exists, in order, each from its mark in the change log.
///
/// One run at a time holds the state folder; readers go on beside it.
public struct Run: Sendable {
    public var folder: StateFolder
    public var ingest: Ingest
    /// In which times are shown, by the commands that read the archive.
    public var timeZone = "UTC"
    /// How the run names itself to another that finds the folder held.
    public var purpose: String

    public init(folder: StateFolder, ingest: Ingest, purpose: String) {
        self.folder = folder
        self.ingest = ingest
        self.purpose = purpose
    }

    /// Runs the stages. Stopped by cancellation it keeps what is finished and says so in its outcome.
    public func run(
        at now: Timestamp, report: @escaping @Sendable (RunEvent) -> Void
    ) async throws -> Ingest.Outcome {
        for input in ingest.inputs where FileStatus(path: input) == nil {
            throw PipelineError.missingInput(path: input)
        }
        // Looking the files up is most of a night without news: it goes on while the archive opens.
        async let found = ingest.find()
        try folder.create()
        let lock = try FolderLock(folder, for: purpose, at: now)
        let archive = try folder.openForWriting(lock)
        try await archive.setSetting(.timeZone, to: timeZone)
        report(.began(.ingest))
        let outcome = try await ingest.run(among: found, into: archive, report: report)
        try await archive.setMark(of: StageName.ingest.rawValue, to: try await archive.lastChange())
        try await archive.checkpoint()
        return outcome
    }
}
