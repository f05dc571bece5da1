public import Arguments
import Chat
public import Conversations
import JSONStream
import Pipeline

/// `quarry conversations`: who answers whom.
struct ConversationsCommand: RunnableCommand {
    static let name = "conversations"
    static let summary = "Lists the conversations of an archive, or shows one as a tree."
    static let discussion = """
        A conversation is a thread, a forum post, or what belongs together in a plain channel. It has the id of its first message; \
        with the id of any other message, or of a former first one, the conversation is found as well. Text is redacted, and \
        printed with control characters spelt out.
        """
    static let examples = [
        Example(
            command: "quarry conversations --channel help --status open", says: "the latest questions without an answer"
        ),
        Example(command: "quarry conversations 1293855951878619165", says: "one, with how sure each link is"),
        Example(command: "quarry conversations --unsure 0.2 --json", says: "links that could nearly as well be others"),
    ]
    static let parameters: [Parameter<Self>] = [
        .option(
            "output", short: "o", \.output, value: "DIR", "The archive's state folder.",
            environment: "QUARRY_OUTPUT", default: "the only one below output/"),
        .options("channel", \.channels, value: "NAME", "Only this channel or what hangs below it, by name or id."),
        .options("kind", \.kinds, value: "KIND", "Only question, announcement, discussion, chatter or bot."),
        .options("status", \.statuses, value: "STATUS", "Only questions that are open, answered or disputed."),
        .option("author", \.author, value: "NAME", "Only where this person said something, by name, nickname or id."),
        .option("since", \.since, value: "TIME", "Only what ended at this time or later."),
        .option("until", \.until, value: "TIME", "Only what began up to this time."),
        .option(
            "unsure", \.unsure, value: "MARGIN",
            "Instead: links that are more probable than their rivals by less than this.", default: "no links"),
        .option("limit", \.limit, value: "N", "How many a page has."),
        .option("page", \.page, value: "N", "Which page, counted from 1."),
        .option(
            "time-zone", \.timeZone, value: "ZONE", "An IANA name, in which times are shown.",
            environment: "QUARRY_TIME_ZONE", default: "the archive's, else UTC"),
        .flag("json", \.isJSON, "One JSON object a line, times in UTC."),
        .positionals("ID", \.ids, "Messages whose conversations are shown."),
    ]

    var ids: [String] = []
    var output: String?
    var channels: [String] = []
    var kinds: [ConversationKind] = []
    var statuses: [ConversationStatus] = []
    var author: String?
    var since: Timestamp?
    var until: Timestamp?
    var unsure: Double?
    var limit = 50
    var page = 1
    var timeZone: String?
    var isJSON = false

    private static let bounds = 1...1_000_000

    func run(_ surroundings: Surroundings) async throws -> ExitCode {
        let console = surroundings.console
        guard Self.bounds.contains(limit), Self.bounds.contains(page) else {
            console.complain("quarry: --limit and --page are at least 1 and at most a million")
            return .usage
        }
        let folder = try output.map(StateFolder.init) ?? StateFolder.only()
        guard let clock = try await LocalClock(named: timeZone, of: folder, console) else { return .usage }
        let store = try folder.openConversations()
        let count: Int
        if let unsure {
            count = try await listUnsure(store, margin: unsure, console)
        } else if !ids.isEmpty {
            for id in ids { try await show(store, SourceID(id), clock, console) }
            return .success
        } else {
            count = try await list(store, clock, console)
        }
        if count == limit, !isJSON { console.complain("more: --page \(page + 1)") }
        return .success
    }

    private func list(_ store: ConversationStore, _ clock: LocalClock, _ console: Console) async throws -> Int {
        var query = ConversationQuery()
        query.channels = channels
        query.kinds = kinds
        query.statuses = statuses
        query.author = author
        query.since = since
        query.until = until
        query.limit = limit
        query.offset = (page - 1) * limit
        let found = try await store.conversations(query)
        let text = ConversationText(clock: clock)
        for conversation in found {
            if isJSON {
                try await console.print(ConversationLine(conversation, store).json)
            } else {
                try console.print(text.line(conversation))
            }
        }
        return found.count
    }

    private func show(
        _ store: ConversationStore, _ id: SourceID, _ clock: LocalClock, _ console: Console
    ) async throws {
        let conversation = try await store.conversation(of: id)
        if isJSON { return try await console.print(ConversationLine(conversation, store).json) }
        let text = ConversationText(clock: clock)
        try console.print(text.head(conversation))
        var tree = ConversationTree(text)
        try await store.eachTurn(of: conversation) { tree.add($0) }
        for line in tree.lines { try console.print(line) }
    }

    private func listUnsure(_ store: ConversationStore, margin: Double, _ console: Console) async throws -> Int {
        let links = try await store.unsureLinks(margin: margin, limit: limit, offset: (page - 1) * limit)
        for link in links {
            if isJSON {
                var writer = JSONWriter()
                link.write(to: &writer)
                try console.print(writer.text)
            } else {
                try console.print(ConversationText.line(link))
            }
        }
        return links.count
    }
}

extension ConversationKind: ArgumentValue {}

extension ConversationStatus: ArgumentValue {}
