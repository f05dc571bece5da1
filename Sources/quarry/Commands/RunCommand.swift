import Arguments

/// `quarry run`: all stages of a night, in order.
struct RunCommand: RunnableCommand {
    static let name = "run"
    static let summary = "Runs the nightly pipeline: every stage, each on what has changed."
    static let discussion = """
        The stages that exist: ingest. One run at a time holds a state folder; readers go on beside it. Ctrl-C stops at the \
        next safe point and says what is kept.
        """
    static let examples = [Example(command: "quarry run corpora/sample", says: "into output/sample")]
    static let parameters: [Parameter<Self>] = IngestOptions.parameters.map { $0.within(\.options) }

    var options = IngestOptions()

    func run(_ surroundings: Surroundings) async throws -> ExitCode {
        try await options.perform("quarry run", surroundings)
    }
}
