import Chat
import Conversations
import Testing

@Suite("The learned threader")
struct ModelThreaderTests {
    private func said(
        _ key: Int64, _ name: String, _ text: String, at second: Int64, answers: Int64? = nil,
        kind: Utterance.Kind = .person
    ) -> Utterance {
        Utterance(
            key: MessageKey(rawValue: key), time: Timestamp(rawValue: second * 1000),
            author: Int64(name.utf8.reduce(7) { $0 &* 31 &+ UInt32($1) }), name: name, text: text, kind: kind,
            answers: answers.map { .init(message: MessageKey(rawValue: $0), conversation: MessageKey(rawValue: $0)) })
    }

    private func parents(_ utterances: [Utterance]) -> [Int64?] {
        var threader = ModelThreader()
        return utterances.map { threader.link($0).parent?.rawValue }
    }

    @Test("two exchanges that run at once are told apart by who calls whom")
    func interleaved() {
        let found = parents([
            said(1, "ann", "how do I mount an ntfs partition on hoary?", at: 0),
            said(2, "carl", "anyone know why my wifi card drops every few minutes?", at: 20),
            said(3, "bob", "ann: sudo mount -t ntfs /dev/hda1 /mnt", at: 40),
            said(4, "dave", "carl: which card is it?", at: 50),
            said(5, "ann", "bob: that worked, thanks!", at: 70),
            said(6, "carl", "dave: a broadcom, lspci says bcm4318", at: 80),
        ])
        #expect(found == [nil, nil, 1, 2, 3, 4])
    }

    @Test("a name that is a common word calls its owner only where it is marked as a call")
    func commonName() {
        let question = said(1, "will", "is there a package for the nvidia driver?", at: 0)
        let other = said(2, "ann", "my sound is gone since the upgrade, any idea?", at: 10)
        #expect(
            parents([question, other, said(3, "bob", "will: nvidia-glx, in restricted", at: 30)]) == [nil, nil, 1])
        let words = parents([question, other, said(3, "bob", "ann: will the sound come back after a reboot?", at: 30)])
        #expect(words == [nil, nil, 2])
    }

    @Test("what a message says it answers is followed, however old, and notices stand alone")
    func given() {
        let found = parents([
            said(1, "ann", "hello", at: 0), said(2, "bob", "bob has joined", at: 1, kind: .notice),
            said(3, "carl", "yes", at: 2, answers: -77), said(4, "dave", "and this", at: 3, answers: 2),
        ])
        #expect(found[1...] == [nil, -77, 2])
    }

    @Test("zero-width and direction signs hide nobody's name")
    func invisible() {
        let plain = [
            said(1, "ann", "where is the sources.list?", at: 0), said(2, "carl", "hi all", at: 5),
            said(3, "bob", "ann: in /etc/apt", at: 9),
        ]
        var signed = plain
        signed[2].text = "\u{202b}a\u{200b}nn\u{2060}: in /etc/apt"
        #expect(parents(plain) == [nil, nil, 1])
        #expect(parents(signed) == parents(plain))
    }
}
