/// A set of message keys, one bit for each key up to the largest.
struct KeySet {
    private var words: [UInt64] = []

    /// Adds a key; false if it was there.
    mutating func insert(_ key: Int64) -> Bool {
        let index = Int(key >> 6)
        let bit: UInt64 = 1 << UInt64(key & 63)
        if index >= words.count {
            words.append(contentsOf: repeatElement(0, count: max(1024, index + 1 - words.count)))
        }
        defer { words[index] |= bit }
        return words[index] & bit == 0
    }

    func contains(_ key: Int64) -> Bool {
        let index = Int(key >> 6)
        return index < words.count && words[index] & (1 << UInt64(key & 63)) != 0
    }
}
