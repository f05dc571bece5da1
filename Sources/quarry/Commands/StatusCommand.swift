import Arguments
import Chat
import JSONStream
import Pipeline

/// `quarry status`: an archive in numbers.
struct StatusCommand: RunnableCommand {
    static let name = "status"
    static let summary = "Shows what an archive holds, and what is wrong with its files."
    static let examples = [
        Example(command: "quarry status", says: "the only archive below output/"),
        Example(command: "quarry status --output output/sample --json", says: "for a program"),
    ]
    static let parameters: [Parameter<Self>] = [
        .option(
            "output", short: "o", \.output, value: "DIR", "The archive's state folder.",
            environment: "QUARRY_OUTPUT", default: "the only one below output/"),
        .option("as-of", \.asOf, value: "TIME", "The archive as it was then."),
        .flag("problems", \.showsProblems, "List every problem with its file and offset."),
        .flag("json", \.isJSON, "Print JSON: the numbers, or with --problems a line a problem."),
    ]

    var output: String?
    var asOf: Timestamp?
    var showsProblems = false
    var isJSON = false

    private static let fewProblems = 5

    func run(_ surroundings: Surroundings) async throws -> ExitCode {
        let folder = try output.map(StateFolder.init) ?? StateFolder.only()
        let archive = try folder.openForReading()
        let console = surroundings.console
        if showsProblems {
            for problem in try await archive.problems() { try console.print(isJSON ? problem.json : problem.line) }
            return .success
        }
        let status = try await archive.status(asOf: asOf)
        if isJSON {
            var writer = JSONWriter()
            status.write(to: &writer)
            try console.print(writer.text)
            return .success
        }
        for line in lines(status, folder) { try console.print(line) }
        let problems = try await archive.problems()
        for problem in problems.prefix(Self.fewProblems) { try console.print("  " + problem.line) }
        if problems.count > Self.fewProblems { try console.print("  … all of them: quarry status --problems") }
        return .success
    }

    private func lines(_ status: ArchiveStatus, _ folder: StateFolder) -> [String] {
        var rows = [
            ("archive", folder.path.safeForTerminal),
            ("guilds", status.guilds.grouped),
            ("channels", status.channels.grouped),
            ("messages", status.messages.grouped),
            ("authors", status.authors.grouped),
            ("edits", status.edits.grouped),
            ("deletions", status.deletions.grouped),
        ]
        if let first = status.first, let last = status.last {
            rows.append(("span", "\(first.iso8601) to \(last.iso8601)"))
        }
        if let exportedAt = status.exportedAt { rows.append(("newest export", exportedAt.iso8601)) }
        rows.append(("problems", status.problems.grouped))
        return rows.map { name, value in name + String(repeating: " ", count: 15 - name.count) + value }
    }
}

extension FileProblem {
    fileprivate var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("path", path)
            writer.member("kind", problem.kind.rawValue)
            writer.member("offset", problem.offset)
            writer.member("detail", problem.detail)
            writer.member("lost", problem.lost)
        }
        return writer.text
    }
}
