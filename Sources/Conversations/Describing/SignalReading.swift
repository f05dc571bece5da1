import Chat

/// Reads a conversation's messages one after the other, and says in the end what they amount to.
///
/// A pure function of the messages and their setting, in memory that does not grow with their number.
struct SignalReading {
    private let setting: Setting
    private var kind = KindReading()
    private var signals = ConversationSignals()
    private var isEmpty = true
    private var people: Set<Int64> = []
    private var counts: [EvidenceKind: Int] = [:]
    private var openingKeys: Set<MessageKey> = []
    /// Authors of what may be answers, by message.
    private var answerers: [MessageKey: Int64] = [:]
    private var lastAnswerer: Int64?
    private var goodAnswers = 0
    private var state = State()
    private var title: String?

    /// How the question stands after the messages so far.
    private struct State {
        var isConfirmed = false
        var isDenied = false
        var disputesSinceConfirmed = 0
        var isUndecided = false
        /// Whether whoever asked asks again and nobody has answered since.
        var asksAgain = false
    }

    private static let mostPeople = 10_000
    private static let approving: Set<String> = [
        "✅", "☑️", "✔️", "✔", "☑", "white_check_mark", "heavy_check_mark", "solved", "accepted",
    ]

    init(_ setting: Setting) {
        self.setting = setting
        title = setting.title
    }

    mutating func add(_ turn: Turn) {
        if isEmpty {
            signals.first = turn.place.time
            isEmpty = false
        }
        signals.last = turn.place.time
        signals.messages += 1
        if people.count < Self.mostPeople { people.insert(turn.author) }
        kind.add(turn)
        guard turn.kind != .notice else { return }
        if signals.asker == nil { signals.asker = turn.author }
        if title == nil { title = Title.of(turn.text) }
        if kind.opening.last?.key == turn.key {
            openingKeys.insert(turn.key)
            note(.opening, turn.key)
            if turn.reactions.contains(where: isApproval) { state.isConfirmed = false }
            return
        }
        let reading = TurnReading(turn.words)
        if turn.author == signals.asker { readAsker(turn, reading) } else { readOther(turn, reading) }
    }

    func finished() -> ConversationSignals {
        var signals = signals
        signals.kind = kind.kind(in: setting)
        signals.people = people.count
        signals.title = title ?? ""
        if signals.kind == .question {
            signals.status = status
        } else {
            // Thanks and contradictions mean something else where nothing was asked.
            signals.evidence.removeAll { $0.kind != .opening }
        }
        return signals
    }

    // MARK: Messages

    private mutating func readAsker(_ turn: Turn, _ reading: TurnReading) {
        guard counts[.answer] ?? 0 > 0 else { return }
        if reading.isUndecided { state.isUndecided = true }
        if reading.isDenied {
            state.isDenied = true
            state.isConfirmed = false
            note(.denial, turn.key)
        } else if reading.confirms && !state.isUndecided || turn.reactions.contains(where: isApproval) {
            confirm(turn.key)
        } else if reading.asks {
            state.asksAgain = true
        }
    }

    private mutating func readOther(_ turn: Turn, _ reading: TurnReading) {
        if reading.isUndecided { state.isUndecided = true }
        if turn.kind == .person, isDispute(turn, reading) {
            state.disputesSinceConfirmed += 1
            note(.dispute, turn.key)
        }
        guard reading.couldAnswer else { return }
        // Who has got an answer too may confirm it, as long as it is no answer to somebody else's.
        if counts[.answer] ?? 0 > 0, reading.isSolved, reading.isThanks, reading.words.count <= 12 {
            return confirm(turn.key)
        }
        note(.answer, turn.key)
        if reading.words.count >= 6 || reading.words.hasCode || reading.words.hasUnspacedScript { goodAnswers += 1 }
        if answerers.count < ConversationSignals.mostEvidence { answerers[turn.key] = turn.author }
        lastAnswerer = turn.author
        state.asksAgain = false
        if turn.reactions.contains(where: isApproval) { confirm(turn.key) }
    }

    private mutating func confirm(_ key: MessageKey) {
        note(.confirmation, key)
        state.isConfirmed = true
        state.isDenied = false
        state.asksAgain = false
        state.isUndecided = false
        state.disputesSinceConfirmed = 0
    }

    /// Whether a message contradicts an answer that somebody else gave.
    private func isDispute(_ turn: Turn, _ reading: TurnReading) -> Bool {
        guard reading.contradicts else { return false }
        let answered = turn.parent.flatMap { answerers[$0] } ?? lastAnswerer
        return answered.map { $0 != turn.author } ?? false
    }

    private func isApproval(_ reaction: Reaction) -> Bool {
        Self.approving.contains(reaction.emoji)
    }

    private mutating func note(_ kind: EvidenceKind, _ message: MessageKey) {
        counts[kind, default: 0] += 1
        guard counts[kind] ?? 0 <= ConversationSignals.mostEvidence else { return }
        signals.evidence.append(ConversationSignals.Evidence(kind: kind, message: message))
    }

    // MARK: What they amount to

    private var status: ConversationStatus {
        guard counts[.answer] ?? 0 > 0 else { return .open }
        if state.isUndecided || state.disputesSinceConfirmed >= 2 { return .disputed }
        if state.isConfirmed { return .answered }
        if state.isDenied || state.asksAgain { return .open }
        if state.disputesSinceConfirmed > 0, counts[.answer] ?? 0 > 1 { return .disputed }
        return goodAnswers > 0 ? .answered : .open
    }
}
