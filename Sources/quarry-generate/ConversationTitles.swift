/// What channels, threads and posts are called.
struct ConversationTitles {
    let lexicon: Lexicon
    let questions: QuestionPlan
    let questionText: QuestionText
    let seed: UInt64

    /// A heading above channels.
    struct Category {
        let id: Snowflake
        let name: String
    }

    private static let channels = [
        "general", "help", "troubleshooting", "development", "off-topic", "performance", "replication", "cloud",
        "vector-search", "sql", "drivers", "python", "java", "rust-client", "kubernetes", "backup-and-restore",
        "migrations", "full-text", "deutsch", "中文", "русский", "announcements", "showcase", "jobs", "introductions",
        "security", "monitoring", "windows", "benchmarks", "plugins", "random", "meetups", "beta", "docs", "feedback",
    ]
    private static let forums = ["ask-anything", "bug-reports", "ideas", "how-to", "support"]
    private static let categories = ["Community", "Support", "Development", "Languages 🌍", "Archive"]

    func title(of conversation: Conversation) -> String {
        let number = conversation.number
        switch conversation.kind {
        case .channel: return Self.numbered(Self.channels, number)
        case .forum: return Self.numbered(Self.forums, number)
        case .thread: return words(number)
        case .post:
            guard let asking = questions.asking(inBurst: conversation.firstBurst) else { return words(number) }
            return questionText.title(of: asking.theme)
        }
    }

    /// The category that a channel lies in.
    func category(of conversation: Conversation) -> Category {
        let number = conversation.number % Self.categories.count
        return Category(id: .entity(EntityNumber.category + number, seed: seed), name: Self.categories[number])
    }

    func topic(of conversation: Conversation) -> String? {
        guard conversation.number % 3 != 0, conversation.parent == nil else { return nil }
        return "All about \(title(of: conversation)).\nRead the \"rules\" first: https://docs.harbour.example/rules"
    }

    func channelMentions(in plan: Plan, rawMarkdown: Bool) -> Pieces {
        Pieces(
            plan.conversations.lazy.filter { $0.parent == nil }.map { channel in
                rawMarkdown ? "<#\(channel.id.value)>" : "#\(title(of: channel).jsonEscaped)"
            })
    }

    private static func numbered(_ names: [String], _ number: Int) -> String {
        let round = number / names.count
        return names[number % names.count] + (round == 0 ? "" : "-\(round + 1)")
    }

    private func words(_ number: Int) -> String {
        var random = Random(seed: seed, .conversation, number, 1)
        func word(_ words: Pieces) -> String { words.text(random.zipfian(below: words.count)) }
        let title = word(lexicon.adjectives) + word(lexicon.nouns) + word(lexicon.prepositions)
        return String((title + word(lexicon.determiners) + word(lexicon.nouns)).dropFirst())
    }
}
