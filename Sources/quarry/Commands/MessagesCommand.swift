import Arguments
import Chat
import JSONStream
import Pipeline

/// `quarry messages`: a first way to look at the data.
struct MessagesCommand: RunnableCommand {
    static let name = "messages"
    static let summary = "Lists messages by channel, author and time."
    static let discussion = """
        Messages come in the order of channel and time; with --author in the order of time. Text is printed with control \
        characters spelt out, so that a message cannot drive the terminal, and without keys, passwords and what identifies \
        people, unless asked for --raw.
        """
    static let examples = [
        Example(command: "quarry messages --channel help --since 2025-10-01", says: "#help of this month"),
        Example(command: "quarry messages --author mara --page 2 --json", says: "the second fifty by mara"),
    ]
    static let parameters: [Parameter<Self>] = [
        .option(
            "output", short: "o", \.output, value: "DIR", "The archive's state folder.",
            environment: "QUARRY_OUTPUT", default: "the only one below output/"),
        .options("channel", \.channels, value: "NAME", "Only this channel, by name or id."),
        .option("author", \.author, value: "NAME", "Only this author, by name, nickname or id."),
        .option("since", \.since, value: "TIME", "Only from this time on."),
        .option("until", \.until, value: "TIME", "Only up to this time."),
        .option("as-of", \.asOf, value: "TIME", "The archive as it was then: later edits and deletions are undone."),
        .flag("deleted", \.includesDeleted, "Deleted messages too."),
        .flag("raw", \.isRaw, "Texts as they were written, not redacted."),
        .option("limit", \.limit, value: "N", "How many messages a page has."),
        .option("page", \.page, value: "N", "Which page, counted from 1."),
        .option(
            "time-zone", \.timeZone, value: "ZONE", "An IANA name, in which times are shown.",
            environment: "QUARRY_TIME_ZONE", default: "the archive's, else UTC"),
        .flag("json", \.isJSON, "One JSON object a line, times in UTC."),
    ]

    var output: String?
    var channels: [String] = []
    var author: String?
    var since: Timestamp?
    var until: Timestamp?
    var asOf: Timestamp?
    var includesDeleted = false
    var isRaw = false
    var limit = 50
    var page = 1
    var timeZone: String?
    var isJSON = false

    private static let bounds = 1...1_000_000

    func run(_ surroundings: Surroundings) async throws -> ExitCode {
        guard Self.bounds.contains(limit), Self.bounds.contains(page) else {
            surroundings.console.complain("quarry: --limit and --page are at least 1 and at most a million")
            return .usage
        }
        let folder = try output.map(StateFolder.init) ?? StateFolder.only()
        let archive = try folder.openForReading()
        let kept = try await archive.setting(.timeZone)
        let zoneName = timeZone ?? kept ?? "UTC"
        guard let clock = LocalClock(zone: zoneName) else {
            surroundings.console.complain(
                "quarry: unknown time zone '\(zoneName.safeForTerminal)'; use a name such as Europe/Berlin; "
                    + "Debian's tzdata has them")
            return .usage
        }
        var query = MessageQuery()
        query.channels = channels
        query.author = author
        query.since = since
        query.until = until
        query.asOf = asOf
        query.includesDeleted = includesDeleted
        query.limit = limit
        query.offset = (page - 1) * limit
        var messages = try await archive.messages(query)
        if !isRaw { messages = try messages.map { try $0.redacted(by: Redaction()) } }
        if isJSON {
            var writer = JSONWriter()
            for message in messages {
                writer.removeAll()
                message.write(to: &writer)
                try surroundings.console.print(writer.text)
            }
        } else {
            let text = MessageText(clock: clock)
            for message in messages { try surroundings.console.print(text.block(message)) }
            if messages.count == limit { surroundings.console.complain("more: --page \(page + 1)") }
        }
        return .success
    }
}

/// Words messages for a terminal.
private struct MessageText {
    let clock: LocalClock

    func block(_ message: ArchivedMessage) -> String {
        var head =
            "#\(message.channelName.safeForTerminal)  \(clock.text(message.time))  \(message.author.displayName.safeForTerminal)"
        if message.author.isBot { head += " (bot)" }
        if message.type != .plain { head += "  [\(message.type.name)]" }
        if let edited = message.edited { head += "  edited \(clock.text(edited))" }
        if let deleted = message.deleted { head += "  deleted, known since \(clock.text(deleted))" }
        let body = message.content.neutralised.split(separator: "\n", omittingEmptySubsequences: false)
        return ([head + "  " + message.id.description.safeForTerminal] + body.map { "    " + $0 }).joined(
            separator: "\n")
    }
}
