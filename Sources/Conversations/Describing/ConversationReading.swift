import Chat
import Store

/// A conversation as its messages describe it.
struct ConversationReading {
    /// Of its first message.
    let id: SourceID
    let setting: Setting
    let signals: ConversationSignals
    /// Whether it is cut into passages at all.
    let isSearched: Bool
    let turns: Turns

    /// Cuts the conversation.
    func eachPassage(_ body: (IndexedPassage.Content) throws -> Void) throws {
        guard isSearched else { return }
        try withoutActuallyEscaping(body) { body in
            var cutter = PassageCutter(setting, signals) { passage in
                try body(IndexedPassage.Content(of: self, passage))
            }
            try turns.each { try cutter.add($0) }
            try cutter.finish()
        }
    }

    /// What a passage is found for where nothing says it better: its confirmed answer, its answer, else its first message.
    func best(of passage: Passage) -> Passage.Piece {
        let answers = Set(signals.evidence.lazy.filter { $0.kind == .answer }.map(\.message))
        let piece = passage.part == .body ? passage.messages.first { answers.contains($0.message) } : nil
        return piece ?? passage.messages[0]
    }
}
