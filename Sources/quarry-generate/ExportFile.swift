/// The files of one conversation's export: another partition begins when the last is full.
struct ExportFile: ~Copyable {
    private let community: Community
    private let conversation: Conversation
    private let night: Schedule.Night
    private let pathStem: String

    private var output: FileOutput
    private var part = 1
    private var messagesInPart = 0
    private var exportedAt: Instant

    /// Bytes are handed to the system in runs of about this length.
    private static let writeLength = 1 << 20

    /// - Parameter exportedAt: When the export of this conversation began.
    init(
        _ conversation: Conversation, of community: Community, on night: Schedule.Night, exportedAt: Instant,
        folder: String, page: inout DocumentBuffer
    ) throws(GenerateError) {
        self.community = community
        self.conversation = conversation
        self.night = night
        self.exportedAt = exportedAt
        pathStem = "\(folder)/\(Self.name(of: conversation, in: community, on: night))"
        output = try FileOutput("\(pathStem).json")
        writeHead(into: &page)
    }

    /// Makes room for one more message, which is then written into the page.
    mutating func prepare(page: inout DocumentBuffer) throws(GenerateError) {
        if messagesInPart == community.style.partition {
            try finish(page: &page)
            part += 1
            messagesInPart = 0
            exportedAt = exportedAt + Self.timeOfPart
            output = try FileOutput("\(pathStem) [part \(part)].json")
            writeHead(into: &page)
        }
        messagesInPart += 1
    }

    mutating func flush(page: inout DocumentBuffer) throws(GenerateError) {
        if page.bytes.count >= Self.writeLength { try output.write(&page) }
    }

    /// Ends the document.
    mutating func finish(page: inout DocumentBuffer) throws(GenerateError) {
        page.close(.array)
        page.member("messageCount", messagesInPart)
        page.close(.object)
        try output.write(&page)
    }

    private static let timeOfPart = Lapse.milliseconds(94_321)

    private static func name(of conversation: Conversation, in community: Community, on night: Schedule.Night) -> String
    {
        let parent =
            conversation.parent.map { community.titles.title(of: community.plan.conversations[$0]) }
            ?? community.titles.category(of: conversation).name
        let title = community.titles.title(of: conversation)
        let after = night.after.map { " (after \($0.text))" } ?? ""
        let name = "\(Community.name) - \(parent) - \(title) [\(conversation.id.value)]\(after)"
        return name.replacing("/", with: "_")
    }
}

extension ExportFile {
    private func writeHead(into page: inout DocumentBuffer) {
        page.open(.object)
        page.key("guild")
        page.open(.object)
        page.member("id", community.id)
        page.member("name", quoted: Community.name)
        page.member("iconUrl", quoted: "https://cdn.discordapp.com/icons/\(community.id.value)/5b1f.png?size=512")
        page.close(.object)
        writeChannel(into: &page)
        page.key("dateRange")
        page.open(.object)
        if let after = night.after {
            page.member("after", Instant(after), community.style.clock)
        } else {
            page.member("after", "null")
        }
        page.member("before", "null")
        page.close(.object)
        let ticks = 4567
        page.member("exportedAt", exportedAt, community.style.clock, ticks: ticks)
        page.key("messages")
        page.open(.array)
    }

    private func writeChannel(into page: inout DocumentBuffer) {
        page.key("channel")
        page.open(.object)
        page.member("id", conversation.id)
        page.member("type", conversation.parent == nil ? "\"GuildTextChat\"" : "\"GuildPublicThread\"")
        if let parent = conversation.parent.map({ community.plan.conversations[$0] }) {
            page.member("categoryId", parent.id)
            page.member("category", quoted: community.titles.title(of: parent).jsonEscaped)
        } else {
            let category = community.titles.category(of: conversation)
            page.member("categoryId", category.id)
            page.member("category", quoted: category.name.jsonEscaped)
        }
        page.member("name", quoted: community.titles.title(of: conversation).jsonEscaped)
        if let topic = community.titles.topic(of: conversation) {
            page.member("topic", quoted: topic.jsonEscaped)
        } else {
            page.member("topic", "null")
        }
        page.close(.object)
    }
}
