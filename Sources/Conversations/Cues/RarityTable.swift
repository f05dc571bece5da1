/// How seldom words stand in messages, by their hashes.
///
/// A byte a bucket: one and a half times the natural logarithm of messages a message with the word, from 0 to 15. Words
/// that share a bucket count as one; a word that the table never saw is as rare as can be.
package struct RarityTable: Sendable, Equatable {
    package static let size = 1 << 15
    package static let most: UInt8 = 15
    /// Below this a word is too common to tell conversations apart, or to be taken for a name.
    static let common: UInt8 = 5

    package private(set) var bytes: [UInt8]

    package init(bytes: [UInt8]) {
        precondition(bytes.count == Self.size, "a table of another size")
        self.bytes = bytes
    }

    /// Where all words are as rare as can be.
    package init() {
        bytes = [UInt8](repeating: Self.most, count: Self.size)
    }

    subscript(word: WordHash) -> UInt8 {
        bytes[Int(word.rawValue) & (Self.size - 1)]
    }
}
