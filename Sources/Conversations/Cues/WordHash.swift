/// A word as a number: FNV-1a (Fowler, Noll and Vo) with its bits mixed once more, so that low bits serve as places in a
/// table.
///
/// Two words with one number are one word to the threader. Zero is no word.
struct WordHash: Hashable, Sendable {
    var rawValue: UInt32

    static let none = WordHash(rawValue: 0)

    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    init(_ bytes: some Sequence<UInt8>) {
        var hash: UInt32 = 0x811c_9dc5
        for byte in bytes { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        hash ^= hash >> 16
        hash = hash &* 0x7feb_352d
        hash ^= hash >> 15
        rawValue = max(hash, 1)
    }

    init(_ word: StaticString) {
        self.init(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }
}
