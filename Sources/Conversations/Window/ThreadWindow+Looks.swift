/// What is asked of remembered utterances.
extension ThreadWindow {
    func forEachWord(of number: Int, _ body: (WordHash) -> Void) {
        let place = number % Self.capacity
        let start = place * TextReading.mostWords
        words.withUnsafeBufferPointer { words in
            for index in start..<start + slots[place].words { body(words[index]) }
        }
    }

    func hasWord(_ number: Int, _ keys: NameKeys) -> Bool {
        let slot = self[number]
        guard slot.signature & (keys.bare.bit | keys.whole.bit) != 0 else { return false }
        var isFound = false
        forEachWord(of: number) { isFound = isFound || keys.matches($0) }
        return isFound
    }

    /// The product of two vectors of length 1; nil where the utterance has none of that kind.
    func cosine(_ number: Int, _ vector: [Float]) -> Float? {
        let place = number % Self.capacity
        guard slots[place].hasVector, vector.count == dimension else { return nil }
        let cosine = vectors.withUnsafeBufferPointer { vectors in
            vector.withUnsafeBufferPointer { vector in
                product(UnsafeBufferPointer(rebasing: vectors[place * dimension..<(place + 1) * dimension]), vector)
            }
        }
        return cosine.isFinite ? cosine : nil
    }

    /// Whom an utterance calls, as far as the window knows: who wrote what it answers by its own word, whom it mentions,
    /// whose name it opens with; else -1.
    func target(of number: Int, me: Int, myNames: NameKeys) -> Int {
        let slot = self[number]
        if slot.isGiven, let parent = parent(of: number), parent != number { return self[parent].author }
        if slot.mentions[0] != Slot.nobody, let author = author(slot.mentions[0]) { return author }
        guard slot.call != .none else { return -1 }
        if slot.call.matches(myNames) { return me }
        return self.number(named: slot.call).map { self[$0].author } ?? -1
    }
}

extension WordHash {
    /// Its bit in a signature of words.
    var bit: UInt64 {
        self == .none ? 0 : 1 << UInt64(rawValue >> 26)
    }
}

/// In eight sums side by side, always in this order, so that the result is the same everywhere.
private func product(_ left: UnsafeBufferPointer<Float>, _ right: UnsafeBufferPointer<Float>) -> Float {
    var sums = SIMD8<Float>()
    var index = 0
    while index + 8 <= left.count {
        let a = UnsafeRawPointer(left.baseAddress.unsafelyUnwrapped + index).loadUnaligned(as: SIMD8<Float>.self)
        let b = UnsafeRawPointer(right.baseAddress.unsafelyUnwrapped + index).loadUnaligned(as: SIMD8<Float>.self)
        sums += a * b
        index += 8
    }
    var rest: Float = 0
    while index < left.count {
        rest += left[index] * right[index]
        index += 1
    }
    return sums.sum() + rest
}
