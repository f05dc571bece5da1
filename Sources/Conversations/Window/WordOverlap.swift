/// The words of a new message, to be found among those of others.
struct WordOverlap {
    private(set) var count = 0
    /// Of the shared words together.
    private(set) var rarity = 0
    private(set) var rarest = 0
    /// In how few of the window's utterances one of the shared words stands.
    private(set) var window = 63

    mutating func add(rarity: Int, utterances: Int) {
        count += 1
        self.rarity += rarity
        rarest = max(rarest, rarity)
        window = min(window, utterances)
    }

    /// The words by their hashes, with what each is worth; open addressing.
    struct Lookup {
        private var words: [WordHash]
        private var worth: [(rarity: Int, utterances: Int)]
        private static let size = 128

        init(_ reading: TextReading, rarity: RarityTable, window: ThreadWindow) {
            words = Array(repeating: .none, count: Self.size)
            worth = Array(repeating: (0, 0), count: Self.size)
            for word in reading.words {
                var place = Int(word.rawValue) % Self.size
                while words[place] != .none { place = (place + 1) % Self.size }
                words[place] = word
                worth[place] = (Int(rarity[word]), window.utterancesWith(word))
            }
        }

        func find(_ word: WordHash, into overlap: inout WordOverlap) {
            var place = Int(word.rawValue) % Self.size
            while words[place] != .none {
                if words[place] == word {
                    overlap.add(rarity: worth[place].rarity, utterances: worth[place].utterances)
                    return
                }
                place = (place + 1) % Self.size
            }
        }
    }
}
