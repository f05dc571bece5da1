package import Chat

/// The last utterances of a channel and their links: all that the model knows of the past.
///
/// Everything in it is a function of those alone; what older ones left behind is taken out with them.
package struct ThreadWindow: Sendable {
    static let capacity = 256

    /// A ring: utterance number `n` lies in `n % capacity`.
    private(set) var slots: [Slot] = []
    /// How many came so far.
    private(set) var count = 0
    private(set) var words: [WordHash]
    private(set) var vectors: [Float] = []
    private(set) var dimension = 0
    private var authors = LocalNumbers(capacity: capacity + 1)
    private var authorKeys: [Int64]
    private var conversations = LocalNumbers(capacity: capacity + 1)
    private var conversationKeys: [Int64]
    /// The number of the last utterance whose author has a name.
    private var names: [WordHash: Int] = [:]
    private var places: [Int64: Int] = [:]
    /// In how many of the utterances a bucket's words stand.
    private var wordCounts: [UInt16]

    private static let buckets = 4096

    package init() {
        words = Array(repeating: .none, count: Self.capacity * TextReading.mostWords)
        authorKeys = Array(repeating: 0, count: Self.capacity)
        conversationKeys = Array(repeating: 0, count: Self.capacity)
        wordCounts = Array(repeating: 0, count: Self.buckets)
        slots.reserveCapacity(Self.capacity)
    }

    /// The numbers of the utterances that are remembered.
    var numbers: Range<Int> {
        max(0, count - Self.capacity)..<count
    }

    subscript(number: Int) -> Slot {
        slots[number % Self.capacity]
    }

    /// The number of a message, where it is remembered.
    func number(of message: Int64) -> Int? {
        places[message]
    }

    /// What an utterance answers, where both are remembered; its own number where it starts a conversation.
    func parent(of number: Int) -> Int? {
        guard let parent = self[number].parent, parent >= numbers.lowerBound else { return nil }
        return parent
    }

    func author(_ key: Int64) -> Int? {
        authors.number(of: key)
    }

    /// The last utterance by somebody of that name.
    func number(named keys: NameKeys) -> Int? {
        keys == .none ? nil : names[keys.whole] ?? names[keys.bare]
    }

    func number(named word: WordHash) -> Int? {
        names[word]
    }

    package func key(_ number: Int) -> MessageKey {
        MessageKey(rawValue: self[number].key)
    }

    package func conversation(of number: Int) -> MessageKey {
        MessageKey(rawValue: conversationKeys[number % Self.capacity])
    }

    func utterancesWith(_ word: WordHash) -> Int {
        Int(wordCounts[Int(word.rawValue >> 16) % Self.buckets])
    }

    /// Remembers an utterance, and forgets the one that is `capacity` older.
    package mutating func remember(_ utterance: Utterance, _ reading: TextReading, _ link: ThreadLink) {
        let place = count % Self.capacity
        if count >= Self.capacity { forget(place) }
        let names = NameKeys(name: utterance.name)
        var mentions = SIMD4<Int64>(repeating: Slot.nobody)
        for (index, author) in utterance.mentions.prefix(4).enumerated() { mentions[index] = author }
        let slot = Slot(
            key: utterance.key.rawValue, time: utterance.time.rawValue, author: authors.enter(utterance.author),
            names: names, call: reading.call, isCallMarked: reading.isCallMarked, mentions: mentions,
            cues: reading.cues, byteCount: reading.byteCount, wordCount: reading.wordCount,
            words: reading.words.count, signature: reading.signature, rarity: reading.rarity,
            hasVector: utterance.vector != nil, kind: utterance.kind,
            parent: link.parent.map { places[$0.rawValue] } ?? count, isGiven: utterance.answers != nil,
            conversation: conversations.enter(link.conversation.rawValue),
            certainty: UInt8(min(63, max(0, link.probability * 64))))
        authorKeys[place] = utterance.author
        conversationKeys[place] = link.conversation.rawValue
        if slots.count <= place { slots.append(slot) } else { slots[place] = slot }
        for (index, word) in reading.words.enumerated() {
            words[place * TextReading.mostWords + index] = word
            wordCounts[Int(word.rawValue >> 16) % Self.buckets] += 1
        }
        if let vector = utterance.vector { keep(vector, at: place) }
        if utterance.kind != .notice {
            self.names[names.whole] = count
            self.names[names.bare] = count
        }
        places[utterance.key.rawValue] = count
        count += 1
    }

    private mutating func keep(_ vector: [Float], at place: Int) {
        if dimension != vector.count {
            // Vectors of another model: nothing can be said of the old ones.
            dimension = vector.count
            vectors = Array(repeating: 0, count: Self.capacity * dimension)
            for other in slots.indices where other != place { slots[other].hasVector = false }
        }
        vectors.withUnsafeMutableBufferPointer { target in
            for (index, value) in vector.enumerated() { target[place * dimension + index] = value }
        }
    }

    private mutating func forget(_ place: Int) {
        let slot = slots[place]
        let number = count - Self.capacity
        authors.leave(authorKeys[place])
        conversations.leave(conversationKeys[place])
        for name in [slot.names.whole, slot.names.bare] where names[name] == number { names[name] = nil }
        if places[slot.key] == number { places[slot.key] = nil }
        for index in 0..<slot.words {
            wordCounts[Int(words[place * TextReading.mostWords + index].rawValue >> 16) % Self.buckets] -= 1
        }
    }
}
