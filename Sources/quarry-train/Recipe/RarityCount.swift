import Conversations
import Glibc

extension RarityTable {
    /// Counts words in the logs' messages, what calls a name at the start left out.
    init(counting logs: [GoldLog]) {
        var counts = [Int](repeating: 0, count: Self.size)
        var messages = 0
        for log in logs {
            for utterance in log.utterances where utterance.kind == .person {
                messages += 1
                let reading = TextReading(Utterance.spoken(utterance.text), rarity: RarityTable())
                for bucket in Set(reading.buckets) { counts[bucket] += 1 }
            }
        }
        self.init(
            bytes: counts.map { count in
                guard count > 1 else { return Self.most }
                return UInt8(min(Float(Self.most), 1.5 * logf(Float(messages) / Float(count))))
            })
    }
}
