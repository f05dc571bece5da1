import Arguments

/// The command line: what community to invent and how to write it.
struct GenerateCommand: Command {
    static let name = "quarry-generate"
    static let summary = "Writes an invented Discord community as DiscordChatExporter JSON."
    static let discussion = """
        The same options give the same bytes. Each night has a folder named for its date, with a file for every \
        channel, thread and forum post.

        The first night exports everything. Every later night exports again what is younger than a date, as far back \
        as --overlap says: there it meets known messages, of which some are edited, deleted or have other \
        reactions by then, and new ones.

        --gold writes JSON Lines: each planted question, each time it was asked with the messages that answer it, \
        each message that a later night edited or deleted, and the totals as the last line.
        """
    static let parameters: [Parameter<Self>] = [
        .option("messages", \.messages, value: "N", "How many messages there are, over all nights."),
        .option("output", \.output, value: "DIR", "The folder to write into."),
        .option("gold", \.gold, value: "FILE", "Where to write what was planted.", default: "nowhere"),
        .option("seed", \.seed, value: "N", "Another number gives another community."),
        .option("questions", \.questions, value: "N", "How many questions are asked again and again."),
        .option("channels", \.channels, value: "N", "How many text channels.", default: "grows with the messages"),
        .option("partition", \.partition, value: "N", "The most messages of one file."),
        .option("nights", \.nights, value: "N", "How many times the community is exported."),
        .option("overlap", \.overlap, value: "PERCENT", "The share of the past that a later night exports again."),
        .option("changed", \.changed, value: "PERCENT", "The share of a later night that is new or edited."),
        .flag("reverse", \.reverse, "Write the newest message first."),
        .flag("utc", \.utc, "Write times in UTC and not in a local time with daylight saving."),
        .flag("raw-markdown", \.rawMarkdown, "Keep mentions, channels and emoji as ids."),
        .flag("compact", \.compact, "Leave out line breaks and indentation."),
        .flag("force", \.force, "Write into a folder that is not empty, over files of the same name."),
    ]
    static let examples = [
        Example(
            command: "quarry-generate --messages 3000000 --output big",
            says: "Three million messages, 3.8 GB."),
        Example(
            command: "quarry-generate --nights 2 --overlap 100 --changed 1 --gold gold.jsonl",
            says: "A second night that knows 99 % of what it exports."),
    ]

    var messages = Count(10_000)
    var output = "community"
    var gold: String?
    var seed: UInt64 = 1
    var questions = 200
    var channels: Count?
    var partition = Count(100_000)
    var nights = Count(1)
    var overlap = Percent(5)
    var changed = Percent(1)
    var reverse = false
    var utc = false
    var rawMarkdown = false
    var compact = false
    var force = false

    /// Writes every night, and says what it wrote.
    func run() throws(GenerateError) -> Totals {
        guard 0...QuestionGrammar.themeCount ~= questions else {
            throw .tooManyQuestions(given: questions, most: QuestionGrammar.themeCount)
        }
        try Folder.prepare(output, force: force)
        let community = Community(self)
        var goldFile: GoldFile?
        if let gold { goldFile = try GoldFile(gold) }
        try goldFile?.writeQuestions(of: community)
        var writer = NightWriter(community, folder: output, gold: goldFile)
        for night in community.schedule.nights.indices { try writer.write(night: night) }
        try goldFile?.write(writer.totals)
        return writer.totals
    }
}
