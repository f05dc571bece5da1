/// How a model's tokeniser was set up, as `tokenizer_config.json` tells.
public struct TokeniserOptions: Sendable, Equatable {
    /// `do_lower_case`.
    public var lowercases: Bool
    /// `strip_accents`; nil is as `lowercases`.
    public var stripsAccents: Bool?
    /// `tokenize_chinese_chars`: each ideograph is a word.
    public var handlesChinese: Bool
    public var controlTokens: ControlTokens

    /// What the names of control tokens, such as "[SEP]", are in a text.
    public enum ControlTokens: Sendable {
        /// Text like any other. What people write must not end a passage, or pose as the mask.
        case text
        /// The control tokens themselves, as Hugging Face has it unless told otherwise.
        case recognised
    }

    public init(
        lowercases: Bool = true, stripsAccents: Bool? = nil, handlesChinese: Bool = true,
        controlTokens: ControlTokens = .text
    ) {
        self.lowercases = lowercases
        self.stripsAccents = stripsAccents
        self.handlesChinese = handlesChinese
        self.controlTokens = controlTokens
    }
}
