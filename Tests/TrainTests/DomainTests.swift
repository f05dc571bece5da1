import Chat
import Conversations
import Testing

@testable import quarry_train

@Suite("Domains made of a log")
struct DomainTests {
    /// Four conversations of ten messages, in turns, each calling the one before.
    private let log = GoldLog(
        name: "x",
        utterances: (0..<40).map {
            Utterance(
                key: MessageKey(rawValue: Int64($0)), time: Timestamp(rawValue: Int64($0) * 1000),
                author: Int64($0 % 8),
                name: "nick\($0 % 8)", text: "nick\(($0 + 4) % 8): said \($0)")
        },
        parents: Dictionary(uniqueKeysWithValues: (0..<40).map { ($0, [$0 < 4 ? $0 : $0 - 4]) }))

    @Test("thinning drops whole conversations until few enough neighbours change")
    func thinning() {
        let thinned = Domain(name: "", changes: 0.5).applied(to: log, seed: 1)
        #expect(thinned.utterances.count.isMultiple(of: 10) && thinned.utterances.count >= 20)
        #expect(Set(thinned.conversations.values).count == thinned.utterances.count / 10)
        for (place, parents) in thinned.parents { #expect(parents.allSatisfy { $0 <= place }) }
        #expect(thinned.parents.count == thinned.utterances.count)
    }

    @Test("calls are removed, or made mentions")
    func calls() {
        let removed = Domain(name: "", calls: .removed).applied(to: log, seed: 1)
        #expect(removed.utterances[7].text == "said 7" && removed.utterances[7].mentions.isEmpty)
        let mentions = Domain(name: "", calls: .mentions).applied(to: log, seed: 1)
        #expect(mentions.utterances[7].text == "said 7" && mentions.utterances[7].mentions == [3])
    }

    @Test("a share of the links is given, and time goes slower")
    func given() {
        let given = Domain(name: "", stretch: 3, given: 0.5).applied(to: log, seed: 1)
        let count = given.utterances.count { $0.answers != nil }
        #expect((8...30).contains(count))
        #expect(
            given.utterances.enumerated().allSatisfy { place, utterance in
                utterance.answers.map { $0.message.rawValue == Int64(place - 4) } ?? true
            })
        #expect(given.utterances[9].time.rawValue == 27_000)
    }
}
