import Arguments
import JSONStream
import Pipeline

/// `quarry config`: the effective settings.
struct ConfigCommand: RunnableCommand {
    static let name = "config"
    static let summary = "Shows the effective settings and where each came from."
    static let discussion = """
        Order: option, environment, quarry.json, default. The configuration lies beside the exports; its keys are name, \
        sources, channels (include, exclude), publish and timeZone. 'quarry init' writes one to start from.
        """
    static let examples = [Example(command: "quarry config corpora/sample", says: "what a run there would use")]
    static let parameters: [Parameter<Self>] = [
        .positionals("PATH", \.inputs, "Folders or files with exports."),
        .option(
            "output", short: "o", \.output, value: "DIR", "The archive's state folder.",
            environment: "QUARRY_OUTPUT", default: "output/<name>"),
        .option(
            "config", \.configuration, value: "FILE", "The configuration.", default: "quarry.json beside the exports"),
        .option(
            "time-zone", \.timeZone, value: "ZONE", "An IANA name, in which times are shown.",
            environment: "QUARRY_TIME_ZONE", default: "UTC"),
        .flag("json", \.isJSON, "One JSON object a setting."),
    ]

    var inputs: [String] = []
    var output: String?
    var configuration: String?
    var timeZone: String?
    var isJSON = false

    func run(_ surroundings: Surroundings) async throws -> ExitCode {
        var options = Settings.Options()
        options.inputs = inputs
        options.output = output
        options.configuration = configuration
        options.timeZone = timeZone
        let settings = try Settings(options, environment: surroundings.environment)
        for row in [
            row("name", settings.name), row("output", settings.output), row("sources", settings.sources),
            row("channels.include", settings.included), row("channels.exclude", settings.excluded),
            row("publish", settings.published), row("timeZone", settings.timeZone),
        ] {
            try surroundings.console.print(row)
        }
        return .success
    }

    private func row<Value: JSONEncodable>(_ key: String, _ setting: Setting<Value>) -> String {
        var writer = JSONWriter()
        if isJSON {
            writer.object { writer in
                writer.member("key", key)
                writer.member("value", setting.value)
                writer.member("origin", setting.origin.description)
            }
            return writer.text
        }
        setting.value.write(to: &writer)
        return
            "\(column(key, 18))\(column(writer.text.safeForTerminal, 34))\(setting.origin.description.safeForTerminal)"
    }

    private func column(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(2, width - text.count))
    }
}
