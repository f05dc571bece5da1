import Chat
import Conversations

/// Chat that nobody said: authors call each other, reply, and go on about a few words. From a seed, always the same.
struct SeededChat {
    private var state: UInt64
    private static let words = [
        "how", "do", "I", "mount", "the", "disk", "kernel", "panic?", "thanks", "yes", "try", "grub", "will", "wifi",
        "http://a.io/x",
        "driver", "nope", "it", "works", "error:", "/etc/fstab", "lol", "sudo", "apt-get", "install", "vlc",
    ]
    private static let names = ["ann", "bob_", "Cem", "will", "dora|away", "[eve]", "ubotu", "Åsa"]

    init(seed: UInt64) {
        state = seed &* 0x9e37_79b9_7f4a_7c15 | 1
    }

    private mutating func below(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }

    /// With `isEncoded`, most messages have a vector, now and then of another model.
    mutating func utterances(_ count: Int, isEncoded: Bool = false) -> [Utterance] {
        var time: Int64 = 0
        return (0..<count).map { index in
            time += [0, 0, 900, 20_000, 90_000, 4_000_000][below(6)]
            let author = below(Self.names.count)
            var text = (0..<below(12)).map { _ in Self.words[below(Self.words.count)] }.joined(separator: " ")
            if below(3) == 0 { text = Self.names[below(Self.names.count)] + [": ", ", ", " "][below(3)] + text }
            var utterance = Utterance(
                key: MessageKey(rawValue: Int64(index * 3 + 10)), time: Timestamp(rawValue: time),
                author: Int64(author), name: Self.names[author], text: text,
                kind: author == 6 ? .bot : below(12) == 0 ? .notice : .person)
            if below(9) == 0 { utterance.mentions = [Int64(below(Self.names.count))] }
            if index > 0, below(7) == 0 {
                // Sometimes of long ago, sometimes of a message that is not there.
                let back = [1, 4, 50, 300, 1000][below(5)]
                let answered = MessageKey(rawValue: Int64((index - back) * 3 + 10))
                utterance.answers = .init(message: answered, conversation: answered)
            }
            if isEncoded, below(10) > 0 { utterance.vector = vector(of: below(200) == 0 ? 12 : 16) }
            return utterance
        }
    }

    private mutating func vector(of dimension: Int) -> [Float] {
        let values = (0..<dimension).map { _ in Float(below(200) - 100) }
        let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return values.map { $0 / max(length, 1) }
    }
}
