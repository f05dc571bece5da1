/// Makes a term of a word as it stands in a text. Slow, so the analyser asks once for each spelling.
struct WordNormaliser: ~Copyable {
    enum Kind {
        /// Letters and digits: loses its ending.
        case word
        /// What is written together of several words and signs, or a piece of a text without spaces: stays whole.
        case verbatim
    }

    private let options: AnalyserOptions
    private let stemmer: Stemmer?
    private var out = GrowingBuffer<UInt8>(capacity: 256)

    init(_ options: AnalyserOptions) {
        self.options = options
        stemmer = Stemmer(options.language)
    }

    /// Lends the term, empty where there is none. ASCII comes in lower case.
    mutating func withTerm<Result>(
        of spelling: UnsafeBufferPointer<UInt8>, _ kind: Kind, isASCII: Bool,
        _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        out.removeAll()
        if isASCII {
            normaliseASCII(spelling, kind)
        } else {
            normaliseWide(String(decoding: spelling, as: UTF8.self), kind)
        }
        return body(UnsafeBufferPointer(rebasing: out.values.prefix(scalarBoundary)))
    }

    private mutating func normaliseASCII(_ spelling: UnsafeBufferPointer<UInt8>, _ kind: Kind) {
        guard kind == .word else { return out.append(contentsOf: spelling) }
        guard !isStopWord(String(decoding: spelling, as: UTF8.self)) else { return }
        append(stemOf: spelling)
    }

    private mutating func normaliseWide(_ spelling: String, _ kind: Kind) {
        let apostrophes = spelling.unicodeScalars.map { $0 == "\u{2019}" ? "'" : $0 }
        var scalars = String.UnicodeScalarView()
        scalars.append(contentsOf: apostrophes)
        let word = NormalForm.composed(String(scalars)).lowercased()
        guard kind == .word else { return append(folded: word) }
        guard !isStopWord(word) else { return }
        var letters = word
        letters.withUTF8 { append(stemOf: $0) }
        let stem = String(decoding: out.values, as: UTF8.self)
        out.removeAll()
        append(folded: stem)
    }

    private func isStopWord(_ word: String) -> Bool {
        !options.stopWords.isEmpty && options.stopWords.contains(word)
    }

    /// Endings are taken off words alone: "64bit" and "mp3s" are names. What apostrophes are left then vanish, for many write
    /// "dont".
    private mutating func append(stemOf word: UnsafeBufferPointer<UInt8>) {
        let hasDigits = word.contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
        guard stemmer != nil, !hasDigits else { return append(withoutApostrophes: word) }
        var stem: [UInt8] = []
        stemmer?.withStem(word) { stem = Array($0) }
        stem.withUnsafeBufferPointer { append(withoutApostrophes: $0) }
    }

    private mutating func append(withoutApostrophes word: UnsafeBufferPointer<UInt8>) {
        for byte in word where byte != UInt8(ascii: "'") { out.append(byte) }
    }

    /// Without accents: many leave them out. After stemming, which knows a language's letters.
    private mutating func append(folded word: String) {
        var kept = String.UnicodeScalarView()
        for scalar in NormalForm.decomposed(word) {
            switch scalar.value {
            case 0x300...0x36f, 0x591...0x5c7, 0x64b...0x65f: continue
            case 0xdf: kept.append(contentsOf: "ss".unicodeScalars)
            case 0xe6: kept.append(contentsOf: "ae".unicodeScalars)
            case 0xf8: kept.append("o")
            case 0xfe: kept.append(contentsOf: "th".unicodeScalars)
            case 0x111, 0xf0: kept.append("d")
            case 0x131: kept.append("i")
            case 0x142: kept.append("l")
            case 0x153: kept.append(contentsOf: "oe".unicodeScalars)
            default: if scalar.properties.generalCategory != .format { kept.append(scalar) }
            }
        }
        var folded = NormalForm.recomposed(String(kept))
        folded.withUTF8 { out.append(contentsOf: $0) }
    }

    /// Where the longest term ends, between two characters.
    private var scalarBoundary: Int {
        guard out.count > options.longestTerm else { return out.count }
        var end = options.longestTerm
        while end > 0, out[end] & 0xc0 == 0x80 { end -= 1 }
        return end
    }
}
