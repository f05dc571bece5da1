import Chat
import Conversations
import Testing

@Suite("What the model keeps of the past")
struct ModelThreaderContractTests {
    /// What the assembler does: a given answer belongs to the conversation that was found for what it answers.
    private func links(
        _ utterances: [Utterance], _ threader: inout ModelThreader, _ known: inout [MessageKey: MessageKey]
    ) -> [(Utterance, ThreadLink)] {
        utterances.map { utterance in
            var utterance = utterance
            if let answered = utterance.answers {
                utterance.answers = .init(
                    message: answered.message, conversation: known[answered.message] ?? answered.message)
            }
            let link = threader.link(utterance)
            known[utterance.key] = link.conversation
            return (utterance, link)
        }
    }

    @Test(
        "a threader that recalls the last messages links the next ones as one that saw all",
        arguments: [(1, 40, false), (2, 256, false), (3, 700, false), (4, 700, true), (5, 1500, true)]
            as [(
                UInt64, Int, Bool
            )])
    func recalling(seed: UInt64, split: Int, isEncoded: Bool) {
        var chat = SeededChat(seed: seed)
        let utterances = chat.utterances(split + 300, isEncoded: isEncoded)
        var known: [MessageKey: MessageKey] = [:]
        var whole = ModelThreader()
        let before = links(Array(utterances[..<split]), &whole, &known)
        var resumed = ModelThreader()
        for (utterance, link) in before.suffix(ModelThreader.memory) { resumed.recall(utterance, link) }
        var knownThen = known
        let after = links(Array(utterances[split...]), &whole, &known)
        let again = links(Array(utterances[split...]), &resumed, &knownThen)
        #expect(after.map(\.1) == again.map(\.1), "seed \(seed)")
    }

    @Test("every message has one link, back in time, to a conversation that its first message names", arguments: 1...6)
    func partition(seed: UInt64) {
        var chat = SeededChat(seed: seed)
        let utterances = chat.utterances(900, isEncoded: seed.isMultiple(of: 2))
        var known: [MessageKey: MessageKey] = [:]
        var threader = ModelThreader()
        for (utterance, link) in links(utterances, &threader, &known) {
            #expect(link.message == utterance.key)
            #expect((0...1).contains(link.probability))
            guard let parent = link.parent else {
                #expect(link.conversation == link.message)
                continue
            }
            #expect(parent < link.message)
            #expect(link.conversation == known[parent] ?? parent, "seed \(seed)")
            if utterance.answers != nil { #expect(parent == utterance.answers?.message && link.probability == 1) }
            if utterance.answers == nil { #expect(utterance.kind != .notice) }
        }
    }
}
