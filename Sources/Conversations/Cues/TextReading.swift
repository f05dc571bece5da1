/// What the threader makes of a text: its cues, its rarer words, and whose name it calls at its start.
///
/// Only a prefix is read, so a text of any length costs the same at most. Zero-width and direction signs are passed over.
package struct TextReading: Sendable {
    var cues: TextCues = []
    /// Different words that are not common, in the order in which they stand.
    var words: [WordHash] = []
    /// A name behind `@`, or at the start before `:` or `,`; else the first word, which may be one.
    var call = NameKeys.none
    var isCallMarked = false
    /// A bit for each word, by its hash.
    var signature: UInt64 = 0
    /// Of all words together.
    var rarity = 0
    var byteCount = 0
    var wordCount = 0

    static let longest = 4096
    static let mostWords = 48

    package init(_ text: String, rarity: RarityTable) {
        var text = text
        self = text.withUTF8 { bytes in
            var reader = TextReader(rarity: rarity)
            reader.read(bytes)
            return reader.reading
        }
    }

    init() {}

    /// Where its words lie in a table of rarities.
    package var buckets: [Int] {
        words.map { Int($0.rawValue) & (RarityTable.size - 1) }
    }
}
