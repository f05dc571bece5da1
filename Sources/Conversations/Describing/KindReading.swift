import Chat

/// Tells what a conversation is for: points for what its beginning says and where it is said.
///
/// The points were set by hand on `corpora/sample`, whose gold names the kinds.
struct KindReading {
    /// What whoever began it said before anybody else spoke, at most three messages.
    private(set) var opening: [Turn] = []
    private var isOpen = true
    private var letters = 0
    private var persons = 0
    private var authors: Set<Int64> = []
    private var machines = 0

    private static let longestOpening = 3
    private static let leastOfQuestion = 3.5
    /// Authors counted: beyond that it does not matter how many there are.
    private static let mostAuthors = 8

    mutating func add(_ turn: Turn) {
        if turn.kind == .person {
            persons += 1
            letters += turn.text.utf8.count
            if authors.count < Self.mostAuthors { authors.insert(turn.author) }
        } else {
            machines += 1
        }
        guard isOpen else { return }
        if let first = opening.first, first.author != turn.author || opening.count >= Self.longestOpening {
            isOpen = false
        } else if turn.kind != .notice {
            opening.append(turn)
        }
    }

    func kind(in setting: Setting) -> ConversationKind {
        guard persons > 0, let first = opening.first else { return .bot }
        if setting.channel.isNews { return .announcement }
        let text = opening.map(\.text).joined(separator: "\n")
        let words = Words(text)
        if first.kind == .bot { return persons == 1 && machines > 3 ? .bot : .chatter }
        if isNews(first, text, words, setting) { return .announcement }
        let debates = words.cues.contains(.debate)
        let points = questionPoints(text, words, setting)
        if points >= Self.leastOfQuestion, !(debates && !setting.isForHelp && points < 7) { return .question }
        let isLong = persons >= 4 && letters / max(persons, 1) >= 55 && authors.count >= 3
        return isLong && (debates || Self.technicalWords(text) >= 2) ? .discussion : .chatter
    }

    private func isNews(_ first: Turn, _ text: String, _ words: Words, _ setting: Setting) -> Bool {
        if first.isForward { return true }
        guard !words.hasQuestionMark, !setting.isForHelp, !setting.isThread else { return false }
        return words.cues.contains(.news) && (text.contains("http") || text.contains("**") || text.hasPrefix("#"))
    }

    private func questionPoints(_ text: String, _ words: Words, _ setting: Setting) -> Double {
        var points = 0.0
        if words.hasQuestionMark { points += 2 }
        if words.cues.contains(.asking) { points += 1.5 }
        if words.cues.contains(.trouble) { points += 1.5 }
        points += min(Double(Self.technicalWords(text)), 3) * 0.75
        if words.hasCode { points += 0.5 }
        if setting.isForHelp { points += 1.5 }
        if setting.isThread { points += 1 }
        if words.cues.contains(.social) { points -= setting.isForHelp ? 1 : 2 }
        if words.count < 4 { points -= 1.5 }
        return points
    }

    /// Words spelt as only software, versions and measures are: with digits, dots, slashes or underscores inside.
    private static func technicalWords(_ text: String) -> Int {
        var count = 0
        for word in text.split(whereSeparator: \.isWhitespace).prefix(200) {
            if word.hasPrefix("http") || word.hasPrefix("<") { continue }
            let core = word.drop { !$0.isLetter && !$0.isNumber && $0 != "`" && $0 != "/" }
            guard core.utf8.count >= 2 else { continue }
            let hasDigit = core.utf8.contains { (0x30...0x39).contains($0) }
            let hasMark = core.dropLast().utf8.contains { $0 == 0x2f || $0 == 0x5f || $0 == 0x60 || $0 == 0x3d }
            let hasLetter = core.utf8.contains { $0 >= 0x41 }
            if hasMark || hasDigit && (hasLetter || core.utf8.contains(0x2e)) { count += 1 }
            if count >= 6 { break }
        }
        return count
    }
}
