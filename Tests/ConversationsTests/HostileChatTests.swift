import Chat
import Conversations
import Testing

/// Channels that nobody would wish for: always a partition, in time that grows with the messages alone.
@Suite("A hostile channel")
struct HostileChatTests {
    private func expectPartition(_ utterances: [Utterance], _ comment: Comment) {
        var threader = ModelThreader()
        var conversations: [MessageKey: MessageKey] = [:]
        for utterance in utterances {
            let link = threader.link(utterance)
            let expected = link.parent.map { conversations[$0] ?? $0 } ?? utterance.key
            #expect(link.conversation == expected, comment)
            conversations[utterance.key] = link.conversation
        }
        #expect(conversations.count == utterances.count, comment)
    }

    private func said(_ key: Int, author: Int64, name: String, _ text: String, at time: Int64) -> Utterance {
        Utterance(
            key: MessageKey(rawValue: Int64(key)), time: Timestamp(rawValue: time), author: author, name: name,
            text: text)
    }

    @Test("one author under five hundred names")
    func names() {
        expectPartition(
            (0..<1000).map {
                said($0, author: 1, name: "n\($0 % 500)", "n\(($0 + 3) % 500): hello", at: Int64($0) * 500)
            },
            "names")
    }

    @Test("all messages at one moment, before 1970, or of the far future")
    func moments() {
        for time in [0, -1_000_000, Int64.max / 4, Int64.min / 4] {
            expectPartition((0..<300).map { said($0, author: Int64($0 % 7), name: "a", "so what?", at: time) }, "time")
        }
        expectPartition(
            (0..<300).map { said($0, author: Int64($0 % 7), name: "a", "?", at: $0 % 2 == 0 ? .min / 4 : .max / 4) },
            "both")
    }

    @Test("two bots that never stop")
    func bots() {
        var chat = (0..<20_000).map {
            said(
                $0, author: Int64($0 % 2), name: "bot\($0 % 2)", "build \($0 / 9) failed: see http://ci/\($0)",
                at: Int64($0) * 4)
        }
        for index in chat.indices { chat[index].kind = .bot }
        expectPartition(chat, "bots")
    }

    @Test("a message of twenty megabytes, and one of twenty thousand words")
    func long() {
        let clock = ContinuousClock()
        let long = String(repeating: "x", count: 20_000_000)
        let words = (0..<20_000).map { "word\($0)" }.joined(separator: " ")
        let spent = clock.measure {
            expectPartition(
                (0..<60).map {
                    said($0, author: Int64($0 % 3), name: "a\($0 % 3)", $0 % 2 == 0 ? long : words, at: Int64($0))
                },
                "long")
        }
        #expect(spent < .seconds(10))
    }

    @Test(
        "texts that are odd",
        arguments: [
            "", " ", "\u{0}", "\u{200b}\u{200b}", ":", ",", "@", "@ :", ": : :", "a:", "\u{202e}שלום: مرحبا\u{202c}",
            "👩‍👩‍👧‍👦: 🏳️‍🌈",
            "\u{feff}ann\u{200d}:", "?????", "..", "!!!", "http://", "e\u{301}\u{301}\u{301}:", "will", "ann:ann:ann:",
        ])
    func odd(text: String) {
        expectPartition(
            (0..<40).map {
                said($0, author: Int64($0 % 4), name: $0 % 5 == 0 ? text : "ann", text, at: Int64($0) * 900)
            },
            "odd")
    }
}
