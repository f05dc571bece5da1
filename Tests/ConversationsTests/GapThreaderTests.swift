import Chat
import Conversations
import Testing

@Suite("A gap of a quarter of an hour")
struct GapThreaderTests {
    private func said(_ key: Int64, atMinute minute: Int64, answers: Int64? = nil) -> Utterance {
        Utterance(
            key: MessageKey(rawValue: key), time: Timestamp(rawValue: minute * 60_000), author: 1, name: "ann",
            text: "hello",
            answers: answers.map {
                Utterance.Answered(message: MessageKey(rawValue: $0), conversation: MessageKey(rawValue: $0))
            })
    }

    @Test("a message joins the one before it until a quarter of an hour has passed")
    func gap() {
        var threader = GapThreader()
        let links = [said(1, atMinute: 0), said(2, atMinute: 15), said(3, atMinute: 31)].map { threader.link($0) }
        #expect(links.map(\.parent?.rawValue) == [nil, 1, nil])
        #expect(links.map(\.conversation.rawValue) == [1, 1, 3])
    }

    @Test("a message that says what it answers joins that, however old")
    func replies() {
        var threader = GapThreader()
        let links = [said(1, atMinute: 0), said(2, atMinute: 60), said(3, atMinute: 61, answers: 1)]
            .map { threader.link($0) }
        #expect(links.map(\.conversation.rawValue) == [1, 2, 1])
    }

    @Test("a notice stands alone, and what follows joins the message before it")
    func notices() {
        var threader = GapThreader()
        var joined = said(2, atMinute: 1)
        joined.kind = .notice
        let links = [said(1, atMinute: 0), joined, said(3, atMinute: 2)].map { threader.link($0) }
        #expect(links.map(\.parent?.rawValue) == [nil, nil, 1])
    }
}
