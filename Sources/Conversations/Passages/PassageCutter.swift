import Chat

/// Cuts a conversation into passages, message after message.
///
/// A passage ends where the next message would not fit, and the next one begins with the last message again if that is short:
/// an answer without what it answers says little. What says nothing, and what was said before in the conversation, is left out.
struct PassageCutter {
    private let setting: Setting
    private let signals: ConversationSignals
    private let opening: Set<MessageKey>
    private let body: (Passage) throws -> Void

    private var begun: [Part] = []
    private var size = 0
    private var openingParts: [Part] = []
    /// Hashes of what was said.
    private var said: Set<UInt64> = []
    private var isOpeningGiven = false
    /// Whether the open passage has anything but what the last one ended with.
    private var hasNews = false

    private struct Part {
        let turn: Turn
        let text: Substring
        let size: Int
    }

    /// Pieces of a tokeniser: the window of all-MiniLM-L6-v2 has 256, two of them marks, and the estimate errs by a tenth.
    private static let window = 228
    private static let longestOverlap = 60
    /// Texts remembered: in what is longer, an old one may be said again.
    private static let mostSaid = 10_000
    private static let longestTitle = 80

    init(_ setting: Setting, _ signals: ConversationSignals, _ body: @escaping (Passage) throws -> Void) {
        self.setting = setting
        self.signals = signals
        self.body = body
        opening = Set(signals.evidence.lazy.filter { $0.kind == .opening }.map(\.message))
    }

    mutating func add(_ turn: Turn) throws {
        guard turn.kind != .notice, says(turn) else { return }
        let isOpening = opening.contains(turn.key)
        let room = Self.window - headerSize
        for text in TextCutter(limit: room - 1).parts(of: turn.text) {
            let part = Part(turn: turn, text: text, size: TokenEstimate.count(text) + 1)
            if isOpening { openingParts.append(part) }
            if size + part.size > room, !begun.isEmpty { try finishPassage() }
            begun.append(part)
            size += part.size
            hasNews = true
        }
        if !isOpening { try giveOpening() }
    }

    mutating func finish() throws {
        try giveOpening()
        if hasNews, !isOnlyOpening { try body(passage(.body, begun)) }
    }

    // MARK: Passages

    private mutating func finishPassage() throws {
        try body(passage(.body, begun))
        let last = begun.last
        begun = []
        size = 0
        hasNews = false
        guard let last, last.size <= Self.longestOverlap else { return }
        begun = [last]
        size = last.size
    }

    /// Of a question its opening is a passage by itself: as much of it as fits.
    private mutating func giveOpening() throws {
        guard !isOpeningGiven, !openingParts.isEmpty, signals.kind == .question else { return }
        isOpeningGiven = true
        var parts: [Part] = []
        var size = 0
        for part in openingParts {
            guard parts.isEmpty || size + part.size <= Self.window - headerSize else { break }
            parts.append(part)
            size += part.size
        }
        try body(passage(.opening, parts))
    }

    /// Whether the passage at hand would say the opening once more.
    private var isOnlyOpening: Bool {
        isOpeningGiven && begun.count <= openingParts.count && begun.allSatisfy { opening.contains($0.turn.key) }
            && begun.count == openingParts.count
    }

    private func passage(_ part: Passage.Part, _ parts: [Part]) -> Passage {
        // A title that the text begins with is not said twice.
        let isNamed = setting.isThread || !(parts.first.map { opening.contains($0.turn.key) } ?? false)
        var text = isNamed ? header : place
        var pieces: [Passage.Piece] = []
        for part in parts {
            text += "\n"
            let turn = part.turn
            pieces.append(
                Passage.Piece(
                    message: turn.key, channelID: turn.channel, id: turn.place.id, author: turn.author, name: turn.name,
                    time: turn.place.time, offset: text.utf8.count))
            text += part.text
        }
        return Passage(part: part, text: text, messages: pieces)
    }

    private var place: String {
        String(setting.channel.placeName.prefix(Self.longestTitle))
    }

    private var header: String {
        signals.title.isEmpty ? place : place + ": " + signals.title.prefix(Self.longestTitle)
    }

    private var headerSize: Int {
        TokenEstimate.count(header) + 1
    }

    // MARK: What is left out

    private mutating func says(_ turn: Turn) -> Bool {
        let words = turn.words
        guard !words.all.isEmpty || words.hasCode, !Contentless.holds(of: words) else { return false }
        guard said.count < Self.mostSaid else { return true }
        var hash = FowlerHash()
        for word in words.all { hash.add(word) }
        if words.hasCode { hash.add(turn.text) }
        return said.insert(hash.value).inserted
    }
}
