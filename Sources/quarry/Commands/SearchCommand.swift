import Arguments
import Chat
import Conversations
import JSONStream
import Pipeline
import Search
import VectorEngine

/// `quarry search`: what in the archive speaks to a text.
struct SearchCommand: RunnableCommand {
    static let name = "search"
    static let summary = "Searches an archive's conversations by meaning and by words."
    static let discussion = """
        A hit is a passage of a conversation, shown by the message in it that speaks most to the query. A filter is an \
        expression over conversation, channel, channelId, author, authors, time, kind, status, part and title, as Milvus has them: \
        kind == "question" and status == "answered" and time > ISO '2025-01-01T00:00:00Z'.

        Direct messages, group messages and private threads are found only where quarry.json names them under "publish".
        """
    static let examples = [
        Example(command: "quarry search \"how do I take a backup\"", says: "ten conversations"),
        Example(
            command: "quarry search --filter 'channel == \"help\" and array_contains(authors, \"mara\")' snapshot",
            says: "what mara was there for"),
        Example(command: "quarry search VE-1024 --mode sparse --explain", says: "by words, and what each word gave"),
    ]
    static let parameters: [Parameter<Self>] = [
        .option(
            "output", short: "o", \.output, value: "DIR", "The archive's state folder.",
            environment: "QUARRY_OUTPUT", default: "the only one below output/"),
        .option(
            "mode", \.mode, value: "MODE", "By what is searched: dense (meaning), sparse (words) or hybrid.",
            default: "hybrid; sparse where there are no vectors"),
        .option(
            "rerank", \.rerank, value: "WHO",
            "What reads the best again: none, late (interaction of tokens), the folder of a cross-encoder, or a server's address."
        ),
        .option("rerank-model", \.rerankModel, value: "NAME", "What a server calls the reranker."),
        .option("filter", \.filter, value: "EXPRESSION", "Only passages of which this holds.", default: "all"),
        .option(
            "group-by", \.grouping, value: "FIELD",
            "One hit for each conversation, channel or author; none shows every passage."),
        .option("limit", \.limit, value: "N", "How many hits."),
        .flag("explain", \.explains, "Says what each list and each word gave."),
        .option(
            "encoder", \.encoder, value: "DIR|URL", "The folder of a model, or the address of a server's API.",
            environment: "QUARRY_ENCODER", default: "models/all-MiniLM-L6-v2"),
        .option(
            "encoder-model", \.encoderModel, value: "NAME", "What a server calls the model.",
            environment: "QUARRY_ENCODER_MODEL"),
        .option(
            "time-zone", \.timeZone, value: "ZONE", "An IANA name, in which times are shown.",
            environment: "QUARRY_TIME_ZONE", default: "the archive's, else UTC"),
        .flag("json", \.isJSON, "One JSON object a hit, times in UTC."),
        .positionals("TEXT", \.words, "What is looked for.", atLeast: 1),
    ]

    var words: [String] = []
    var output: String?
    var mode: SearchMode?
    var rerank = "none"
    var rerankModel: String?
    var filter: String?
    var grouping = Group.conversation
    var limit = 10
    var explains = false
    var encoder: String?
    var encoderModel: String?
    var timeZone: String?
    var isJSON = false

    /// What has one hit.
    enum Group: String, ArgumentValue, CaseIterable {
        case conversation
        case channel
        case author
        case none
    }

    private static let limits = 1...1000

    func run(_ surroundings: Surroundings) async throws -> ExitCode {
        let console = surroundings.console
        guard Self.limits.contains(limit) else {
            console.complain("quarry: --limit is at least 1 and at most 1000")
            return .usage
        }
        let folder = try output.map(StateFolder.init) ?? StateFolder.only()
        guard let clock = try await LocalClock(named: timeZone, of: folder, console) else { return .usage }
        let choice = RerankerChoice(place: rerank, model: rerankModel)
        let search = try await ArchiveSearch(
            folder, encoder: EncoderChoice(place: encoder, model: encoderModel).source(surroundings),
            needsEncoder: mode != .sparse || choice.needsEncoder
        ) { encoder in try choice.open(encoder, surroundings) }
        let query = words.joined(separator: " ")
        let hits = try await search.hits(query, settings(search, console))
        let conversations = isJSON ? nil : try folder.openConversations()
        let text = HitText(clock: clock, query: query, isColoured: surroundings.hasColours)
        for hit in hits {
            let words = explains ? try await search.words(query, of: hit) : []
            if isJSON {
                try console.print(json(hit, words))
            } else {
                let answer = try await conversations?.answer(of: SourceID(hit.conversationID))
                try console.print(text.block(hit, answer: answer))
                if explains { try console.print(text.explanation(hit, words)) }
            }
        }
        if hits.isEmpty, !isJSON { console.complain("nothing was found") }
        return .success
    }

    private func settings(_ search: ArchiveSearch, _ console: Console) throws -> SearchSettings {
        var settings = SearchSettings()
        if !search.hasVectors, mode != .sparse {
            guard mode == nil else { throw SearchRefusal.noVectors }
            console.complain("no vectors or no encoder: only words are searched")
        }
        settings.mode = search.hasVectors ? mode ?? .hybrid : .sparse
        settings.limit = limit
        settings.filter = filter.map { FilterText($0) }
        settings.grouping = grouping == .none ? nil : Grouping(by: grouping.rawValue)
        return settings
    }

    private func json(_ hit: ArchiveHit, _ words: [TermContribution]) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            hit.write(membersTo: &writer)
            if explains { hit.found.write(explanation: words, to: &writer) }
        }
        return writer.text
    }
}

/// Why a search as it was asked for is not made.
enum SearchRefusal: Error {
    case noVectors
}
