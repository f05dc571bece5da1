public import Chat
import Conversations
import Store

/// The nightly run: every stage that exists, in order, each from its mark in the change log.
///
/// One run at a time holds the state folder; readers go on beside it.
public struct Run: Sendable {
    public var folder: StateFolder
    public var ingest: Ingest
    /// What is done behind reading exports; nothing for those who only want the archive.
    public var further: Further?
    /// In which times are shown, by the commands that read the archive.
    public var timeZone = "UTC"
    /// How the run names itself to another that finds the folder held.
    public var purpose: String

    /// By what the stages behind ingest work.
    public struct Further: Sendable {
        /// Private channels that may be searched all the same, by name or id.
        public var published: [String] = []
        public var encoder: EncoderSource

        public init(encoder: EncoderSource) {
            self.encoder = encoder
        }
    }

    /// What a run has done.
    public struct Outcome: Sendable {
        public var ingest: Ingest.Outcome
        public var conversations = Converse.Outcome()
        public var passages = PassageIndexing.Outcome()
        /// Whether the run was stopped before its end.
        public var wasStopped = false
    }

    public init(folder: StateFolder, ingest: Ingest, purpose: String) {
        self.folder = folder
        self.ingest = ingest
        self.purpose = purpose
    }

    /// Runs the stages. Stopped by cancellation it keeps what is finished and says so in its outcome.
    public func run(
        at now: Timestamp, report: @escaping @Sendable (RunEvent) -> Void
    ) async throws -> Outcome {
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
        var outcome = Outcome(ingest: try await ingest.run(among: found, into: archive, report: report))
        try await archive.setMark(of: StageName.ingest.rawValue, to: try await archive.lastChange())
        try await archive.checkpoint()
        if let further, !outcome.ingest.wasStopped { try await run(further, &outcome, report) }
        outcome.wasStopped = outcome.ingest.wasStopped || Task.isCancelled
        return outcome
    }

    private func run(
        _ further: Further, _ outcome: inout Outcome, _ report: @escaping @Sendable (RunEvent) -> Void
    ) async throws {
        let store = try ConversationStore(path: folder.databasePath, mode: .create)
        var plan = ConversationStore.Plan()
        plan.published = further.published
        outcome.conversations = try await Converse(store: store, plan: plan, report: report).run()
        guard !Task.isCancelled else { return }
        outcome.passages = try await PassageIndexing(
            folder: folder, store: store, encoder: further.encoder, report: report
        ).run()
        if outcome.conversations.linked > 0 || outcome.passages.indexed > 0 { try await store.checkpoint() }
    }
}
