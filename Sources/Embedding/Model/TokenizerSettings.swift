import JSONStream

/// How a model's texts are normalised before they are cut into pieces.
struct TokenizerSettings: Equatable, Sendable {
    var lowercases = true
    var stripsAccents = true
    /// Whether each CJK character is a word.
    var spacesCJK = true
}

/// `tokenizer_config.json`; what it leaves out has the default of transformers' `BertTokenizer`.
struct TokenizerFile: JSONDecodable {
    private(set) var lowercases = true
    /// Nil means: where the text is lower-cased.
    private(set) var stripsAccents: Bool?
    private(set) var spacesCJK = true
    /// A model without a limit writes 1e30 here.
    private(set) var maximumTokens: Double?

    init() {}

    init(from cursor: inout JSONCursor) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "do_lower_case": lowercases = try cursor.decode(Bool?.self) ?? true
            case "strip_accents": stripsAccents = try cursor.decode()
            case "tokenize_chinese_chars": spacesCJK = try cursor.decode(Bool?.self) ?? true
            case "model_max_length": maximumTokens = try cursor.decode()
            default: try cursor.skip()
            }
        }
    }
}
