/// A set of keys, in blocks of one bit a key: near keys share a block, so that an export's messages cost an eighth of a byte
/// each however large the archive is.
struct KeySet {
    private static let wordsPerBlock = 64
    private static let keysPerBlock: Int64 = 4096

    private var blocks: [Int64: Int] = [:]
    private var words: [UInt64] = []
    /// The block that was used last; keys come in runs.
    private var last: (number: Int64, start: Int) = (-1, 0)

    /// Adds a key; false if it was there.
    mutating func insert(_ key: Int64) -> Bool {
        let index = start(ofBlock: key / Self.keysPerBlock) + word(of: key)
        let bit = bit(of: key)
        let isNew = words[index] & bit == 0
        words[index] |= bit
        return isNew
    }

    func contains(_ key: Int64) -> Bool {
        guard let start = blocks[key / Self.keysPerBlock] else { return false }
        return words[start + word(of: key)] & bit(of: key) != 0
    }

    private mutating func start(ofBlock number: Int64) -> Int {
        if last.number == number { return last.start }
        let start = blocks[number] ?? words.count
        if start == words.count {
            blocks[number] = start
            words.append(contentsOf: repeatElement(0, count: Self.wordsPerBlock))
        }
        last = (number, start)
        return start
    }

    private func word(of key: Int64) -> Int {
        Int(key % Self.keysPerBlock) >> 6
    }

    private func bit(of key: Int64) -> UInt64 {
        1 << UInt64(key & 63)
    }
}
