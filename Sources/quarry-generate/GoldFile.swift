import JSONStream

/// The file that says what was planted, as JSON Lines, so that later stages can be measured.
///
/// `kind` is one of: `question` (number, text, answer), `asking` (question, channel, message, answers,
/// confirmation or null), `edited` and `deleted` (message, channel, night), and `totals`, which is the last line.
final class GoldFile {
    enum Change: String {
        case edited, deleted
    }

    private var output: FileOutput
    private var writer = JSONWriter()

    init(_ path: String) throws(GenerateError) {
        output = try FileOutput(path)
    }

    /// Writes every theme and each time it was asked.
    func writeQuestions(of community: Community) throws(GenerateError) {
        for question in 0..<community.questions.themes {
            try writeLine { line in
                line.member("kind", "question")
                line.member("question", question)
                line.member("text", community.questionText.title(of: question))
                line.member("answer", community.questionText.answerInShort(to: question))
            }
        }
        for asking in 0..<community.questions.askings {
            let burst = community.questions.burst(of: asking)
            try write(asking, inBurst: burst, of: community.plan.conversation(ofBurst: burst), community)
        }
    }

    func write(
        _ change: Change, _ message: Snowflake, in conversation: Conversation, on night: Schedule.Night
    ) throws(GenerateError) {
        try writeLine { line in
            line.member("kind", change.rawValue)
            line.member("message", String(message.value))
            line.member("channel", String(conversation.id.value))
            line.member("night", night.date.text)
        }
    }

    func write(_ totals: Totals) throws(GenerateError) {
        totals.write(into: &writer)
        try flush()
    }

    private func write(
        _ asking: Int, inBurst burst: Int, of conversation: Conversation, _ community: Community
    ) throws(GenerateError) {
        guard let segment = conversation.segments.last(where: { $0.firstBurst <= burst && $0.burstCount > 0 }) else {
            preconditionFailure("burst \(burst) lies in no segment of its conversation")
        }
        let place = BurstPlace(segment: segment, ordinal: burst - segment.firstBurst)
        let slots = community.planner.burst(place, in: conversation).slots
        let theme = community.questions.asking(inBurst: burst)?.theme
        func ids(where fits: (Burst.Part) -> Bool) -> [String] {
            slots.filter { fits($0.part) }.map { String($0.id.value) }
        }
        try writeLine { line in
            line.member("kind", "asking")
            line.member("question", theme)
            line.member("channel", String(conversation.id.value))
            line.member("message", ids { $0 == .asking }.first)
            line.member("answers", ids { if case .answer = $0 { true } else { false } })
            line.member("confirmation", ids { $0 == .confirmation }.first)
        }
    }

    private func writeLine(_ members: (inout JSONWriter) -> Void) throws(GenerateError) {
        writer.object(members)
        writer.endLine()
        if writer.bytes.count >= Self.writeLength { try flush() }
    }

    private static let writeLength = 1 << 16

    private func flush() throws(GenerateError) {
        try output.write(writer.bytes)
        writer.removeAll()
    }
}
