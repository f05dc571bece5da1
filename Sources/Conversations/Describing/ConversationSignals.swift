import Chat

/// What a conversation's messages say of it.
struct ConversationSignals: Equatable, Sendable {
    var kind = ConversationKind.chatter
    /// Of a question.
    var status: ConversationStatus?
    /// Who began it: of a question, who asks.
    var asker: Int64?
    var title = ""
    var messages = 0
    var people = 0
    var first = Timestamp(rawValue: 0)
    var last = Timestamp(rawValue: 0)
    /// Messages with what they are to the conversation, of each kind the first `mostEvidence`.
    var evidence: [Evidence] = []

    struct Evidence: Hashable, Sendable {
        var kind: EvidenceKind
        var message: MessageKey
    }

    static let mostEvidence = 64
}

/// What a message is to a conversation.
public enum EvidenceKind: String, Sendable, CaseIterable {
    /// The first words of whoever began it, which are the question where it is one.
    case opening
    /// What may be an answer.
    case answer
    /// Says that an answer helped.
    case confirmation
    /// Says the opposite of an answer.
    case dispute
    /// Who asked says that it is not solved.
    case denial
}
