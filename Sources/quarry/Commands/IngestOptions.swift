import Arguments
import Chat
import JSONStream
import Pipeline

/// What `run` and `ingest` share: where to read, where to keep, what to leave out.
struct IngestOptions: Sendable {
    var inputs: [String] = []
    var output: String?
    var configuration: String?
    var channels: [String] = []
    var excluded: [String] = []
    var asOf: Timestamp?
    var trustsDeletions = false
    var isQuiet = false
    var isJSON = false

    static let parameters: [Parameter<Self>] = [
        .positionals("PATH", \.inputs, "Folders, .json or .zip files with exports."),
        .option(
            "output", short: "o", \.output, value: "DIR", "The archive's state folder.",
            environment: "QUARRY_OUTPUT", default: "output/<name>"),
        .option(
            "config", \.configuration, value: "FILE", "The configuration.",
            default: "quarry.json beside the exports"),
        .options(
            "channel", \.channels, value: "NAME",
            "Read only this channel, category or forum, by name or id."),
        .options(
            "exclude", \.excluded, value: "NAME",
            "Do not read this channel, category or forum."),
        .option(
            "as-of", \.asOf, value: "TIME",
            "The archive as it was then: exports made later are not read."),
        .flag(
            "trust-deletions", \.trustsDeletions,
            "Believe an export even when very many messages are missing in it."),
        .flag("quiet", short: "q", \.isQuiet, "Say nothing but problems."),
        .flag("json", \.isJSON, "Print the outcome as one JSON object."),
    ]

    /// Runs the pipeline as these options say, and prints what came of it.
    ///
    /// - Parameter encoder: for the stages behind ingest; nil where they are not wanted.
    func perform(
        _ purpose: String, encoder: EncoderSource? = nil, _ surroundings: Surroundings
    ) async throws -> ExitCode {
        var options = Settings.Options()
        options.inputs = inputs
        options.output = output
        options.configuration = configuration
        options.included = channels
        options.excluded = excluded
        let settings = try Settings(options, environment: surroundings.environment)

        var ingest = Ingest(inputs: settings.sources.value)
        ingest.channels = settings.channels
        ingest.asOf = asOf
        ingest.trustsDeletions = trustsDeletions
        let folder = StateFolder(settings.output.value)
        let reporter = RunReporter(surroundings.console, isQuiet: isQuiet)
        defer { reporter.finish() }
        var run = Run(folder: folder, ingest: ingest, purpose: purpose)
        run.timeZone = settings.timeZone.value
        run.further = encoder.map { encoder in
            var further = Run.Further(encoder: encoder)
            further.published = settings.published.value
            return further
        }
        let outcome = try await run.run(at: surroundings.now(), report: reporter.report)
        reporter.finish()
        if isJSON {
            try surroundings.console.print(OutcomeText(outcome, folder: folder, isWhole: encoder != nil).json)
        } else if !isQuiet {
            for line in OutcomeText(outcome, folder: folder, isWhole: encoder != nil).lines {
                try surroundings.console.print(line)
            }
        }
        if outcome.wasStopped {
            surroundings.console.complain(
                "stopped; \(outcome.ingest.exports.counted("export")) kept, run again to do the rest")
        }
        return outcome.ingest.tally.lost > 0 || outcome.wasStopped ? .failure : .success
    }
}
