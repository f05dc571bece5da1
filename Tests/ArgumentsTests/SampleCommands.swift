import Arguments

enum Format: String, CaseIterable, ArgumentValue {
    case text
    case json
    case markdown
}

struct Ingest: Command, Equatable {
    static let name = "ingest"
    static let summary = "Reads chat exports into the archive."
    static let discussion = """
        Every file below DIR is read once; a message that is already in the archive is left as it is, so the \
        same export may be read twice.

          DIR/<channel>/<date>.json
        """
    static let parameters: [Parameter<Self>] = [
        .positional("DIR", \.folder, "The folder to read."),
        .option(
            "output", short: "o", \.output, value: "DIR", "Where the archive is written.",
            environment: "QUARRY_OUTPUT", default: "output/<name>"),
        .options("channel", short: "c", \.channels, value: "NAME", "Only this channel."),
        .option("format", \.format, value: "FORMAT", "How the report is written."),
        .option("limit", short: "n", \.limit, value: "COUNT", "Stop early.", environment: "QUARRY_LIMIT"),
        .option("seed", \.seed, value: "SEED", "Where randomness starts."),
        .option("weight", \.weight, value: "WEIGHT", "How much a reply counts, relative to the message it answers."),
        .flag("quiet", short: "q", \.quiet, "Print nothing but errors."),
        .flag("verbose", short: "v", \.verbose, "Print every file."),
    ]
    static let examples = [
        Example(command: "quarry ingest corpora/sample", says: "reads the sample"),
        Example(command: "quarry ingest -c general export", says: "reads one channel"),
    ]

    var folder = "."
    var output: String?
    var channels: [String] = []
    var format = Format.text
    var limit = 100
    var seed: UInt64?
    var weight = 0.5
    var quiet = false
    var verbose = false
}

struct Search: Command, Equatable {
    static let name = "search"
    static let summary = "Finds messages."
    static let parameters: [Parameter<Self>] = [
        .positional("QUERY", \.query, "What to look for.", default: "everything"),
        .positionals("FILE", \.files, "An archive to search."),
    ]

    var query: String?
    var files: [String] = []
}

struct Merge: Command, Equatable {
    static let name = "merge"
    static let summary = "Merges archives."
    static let parameters: [Parameter<Self>] = [
        .positional("FORMAT", \.format, "How to write the result."),
        .positionals("FILE", \.files, "An archive.", atLeast: 2),
    ]

    var format = Format.text
    var files: [String] = []
}

struct Generate: Command, Equatable {
    static let name = "quarry-generate"
    static let summary = "Writes a synthetic export."
    static let parameters: [Parameter<Self>] = [
        .option("messages", \.messages, value: "COUNT", "How many messages to write."),
        .option("format", short: "f", \.format, value: "FORMAT", "How they're written."),
        .positional("DIR", \.folder, "Where to write."),
    ]

    var messages = 1000
    var format = Format.json
    var folder: String?
}

let quarry = Interface(
    name: "quarry", summary: "Searches chat exports.", version: "1.2.3",
    commands: [Ingest.self, Search.self, Merge.self])

let generate = Interface(single: Generate.self, version: "1.2.3")

extension Interface {
    /// The command that the arguments run, or nil when they ask for something else or another command.
    func command<Root: Command>(
        _ type: Root.Type, _ arguments: [String], environment: [String: String] = [:]
    ) throws -> Root? {
        guard case .run(let command) = try parse(arguments, environment: environment) else { return nil }
        return command as? Root
    }

    /// The help that the arguments ask for, or nil when they ask for something else.
    func helpText(_ arguments: [String]) throws -> String? {
        guard case .help(let text) = try parse(arguments, environment: [:]) else { return nil }
        return text
    }
}
