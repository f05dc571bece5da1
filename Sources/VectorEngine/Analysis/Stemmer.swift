internal import CStemmer

/// Snowball's algorithm for a language.
struct Stemmer: ~Copyable {
    private let handle: OpaquePointer

    /// Found once, by whoever stems first.
    private static let library: quarry_stemmer_functions = {
        var functions = quarry_stemmer_functions()
        guard quarry_stemmer_load(&functions) == 1 else { preconditionFailure("libstemmer is not installed") }
        return functions
    }()

    /// Nothing for a language without endings to take off.
    init?(_ language: AnalyserLanguage) {
        guard language != .standard, let handle = Self.library.make(language.rawValue, "UTF_8") else { return nil }
        self.handle = handle
    }

    deinit {
        Self.library.free(handle)
    }

    /// Lends the stem of a word in lower case until the next call.
    func withStem<Result>(
        _ word: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        guard let stem = Self.library.stem(handle, word.baseAddress, Int32(word.count)) else { return body(word) }
        return body(UnsafeBufferPointer(start: stem, count: Int(Self.library.length(handle))))
    }
}
