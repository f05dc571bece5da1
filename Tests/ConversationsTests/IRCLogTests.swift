import Chat
import Conversations
import Testing

@Suite("An IRC log")
struct IRCLogTests {
    private let log = IRCLog(
        name: "x",
        text: """
            [23:58] <ann> how do I mount a disk?
            === bob has joined #ubuntu
            [23:58]  * bob waves
            [00:01] <ubotu> ann: see <http://a.io>
            === ann is now known as ann_away
            [00:01] <ann_away> thanks
            not a line of any known form
            """)

    @Test("is read line by line, notices as such, and whoever is renamed stays the same")
    func lines() {
        #expect(log.utterances.map(\.key.rawValue) == [0, 1, 2, 3, 4, 5, 6])
        #expect(log.utterances.map(\.kind) == [.person, .notice, .person, .bot, .notice, .person, .notice])
        #expect(log.utterances.map(\.name) == ["ann", "", "bob", "ubotu", "", "ann_away", ""])
        #expect(log.utterances[2].text == "waves")
        #expect(log.utterances[3].text == "ann: see <http://a.io>")
        #expect(log.utterances[5].author == log.utterances[0].author)
        #expect(log.utterances[2].author != log.utterances[0].author)
    }

    @Test("spreads the lines of a minute over it, and passes midnight")
    func times() {
        let minute: Int64 = 60_000
        let start = (23 * 60 + 58) * minute
        let times = log.utterances.map { $0.time.rawValue - start }
        #expect(times == [0, 20_000, 40_000, 3 * minute, 195_000, 210_000, 225_000])
    }

    @Test(
        "has seconds and dates where they are given",
        arguments: [
            ("[2016-12-19 20:00:05] <a> x\n[2016-12-20 20:00:07] <a> y", 86_402_000),
            ("[20:00:05] <a> x\n[20:00:05] <a> y", 0),
            ("[20:00] <a> x\n[20:02] <a> y", 120_000), ("[99:00] <a> x\n[20:02] <a> y", 72_120_000),
        ] as [(String, Int64)])
    func stamps(text: String, gap: Int64) {
        let times = IRCLog(name: "x", text: text).utterances.map(\.time.rawValue)
        #expect(times.count == 2 && times[1] - times[0] == gap)
    }
}
