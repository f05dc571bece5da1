internal import CStemmer

/// Snowball's algorithm for a language.
struct Stemmer: ~Copyable {
    private let handle: OpaquePointer

    /// Nothing for a language without endings to take off.
    init?(_ language: AnalyserLanguage) {
        guard language != .standard, let handle = sb_stemmer_new(language.rawValue, "UTF_8") else { return nil }
        self.handle = handle
    }

    deinit {
        sb_stemmer_delete(handle)
    }

    /// Lends the stem of a word in lower case until the next call.
    func withStem<Result>(
        _ word: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        guard let stem = sb_stemmer_stem(handle, word.baseAddress, Int32(word.count)) else { return body(word) }
        return body(UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(handle))))
    }
}
