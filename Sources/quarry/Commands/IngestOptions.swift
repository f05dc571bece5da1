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
    func perform(_ purpose: String, _ surroundings: Surroundings) async throws -> ExitCode {
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
        let outcome = try await run.run(at: surroundings.now(), report: reporter.report)
        reporter.finish()
        if isJSON {
            try surroundings.console.print(OutcomeText(outcome, folder: folder).json)
        } else if !isQuiet {
            for line in OutcomeText(outcome, folder: folder).lines { try surroundings.console.print(line) }
        }
        if outcome.wasStopped {
            surroundings.console.complain(
                "stopped; \(outcome.exports.counted("export")) kept, run again to read the rest")
        }
        return outcome.tally.lost > 0 || outcome.wasStopped ? .failure : .success
    }
}

/// What a run has done, for people and programs.
private struct OutcomeText {
    let outcome: Ingest.Outcome
    let folder: StateFolder

    init(_ outcome: Ingest.Outcome, folder: StateFolder) {
        self.outcome = outcome
        self.folder = folder
    }

    var lines: [String] {
        let tally = outcome.tally
        var lines = [
            "\(outcome.exports.counted("export")) read"
                + part(outcome.unchangedFiles, "unchanged") + part(outcome.duplicates, "known under another name")
                + part(outcome.leftOut, "left out") + part(outcome.ignored, "of other kinds passed over"),
            "\(tally.messages.counted("message")): \(tally.added.grouped) new, \(tally.edited.grouped) edited, "
                + "\(tally.deleted.grouped) deleted" + part(tally.restored, "restored")
                + part(tally.touched, "with other reactions, pins or previews"),
        ]
        if tally.problems > 0 {
            lines.append(
                tally.problems.counted("problem")
                    + (tally.lost > 0 ? ", \(tally.lost.grouped) messages or files lost" : ""))
        }
        lines.append("archive: \(folder.path.safeForTerminal)")
        return lines
    }

    private func part(_ count: Int, _ what: String) -> String {
        count > 0 ? ", \(count.grouped) \(what)" : ""
    }

    var json: String {
        var writer = JSONWriter()
        let tally = outcome.tally
        writer.object { writer in
            writer.member("output", folder.path)
            writer.member("exports", outcome.exports)
            writer.member("unchangedFiles", outcome.unchangedFiles)
            writer.member("duplicates", outcome.duplicates)
            writer.member("leftOut", outcome.leftOut)
            writer.member("messages", tally.messages)
            writer.member("added", tally.added)
            writer.member("edited", tally.edited)
            writer.member("touched", tally.touched)
            writer.member("deleted", tally.deleted)
            writer.member("restored", tally.restored)
            writer.member("problems", tally.problems)
            writer.member("lost", tally.lost)
            writer.member("stopped", outcome.wasStopped)
        }
        return writer.text
    }
}
