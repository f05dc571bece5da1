import JSONStream

// The files that sentence-transformers writes beside a model. Unknown keys are passed over: they come from other versions.

/// `sentence_bert_config.json`.
struct SentenceFile: JSONDecodable {
    private(set) var maximumTokens: Double?
    /// Lower-cases before the tokeniser, whatever that does.
    private(set) var lowercases = false

    init() {}

    init(from cursor: inout JSONCursor) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "max_seq_length": maximumTokens = try cursor.decode()
            case "do_lower_case": lowercases = try cursor.decode(Bool?.self) ?? false
            default: try cursor.skip()
            }
        }
    }
}

/// `modules.json`: what a text goes through, in order.
struct ModulesFile: JSONDecodable {
    private(set) var modules: [Module]

    init(from cursor: inout JSONCursor) throws(JSONError) {
        modules = try cursor.decode()
    }

    struct Module: JSONDecodable {
        /// The name of a Python class.
        private(set) var type = ""
        /// A folder in the model's.
        private(set) var path = ""

        init(from cursor: inout JSONCursor) throws(JSONError) {
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "type": type = try cursor.decode()
                case "path": path = try cursor.decode()
                default: try cursor.skip()
                }
            }
        }
    }
}

/// `1_Pooling/config.json`.
struct PoolingFile: JSONDecodable {
    /// The modes that are switched on, as `mean_tokens`.
    private(set) var modes: [String] = []
    private(set) var dimension: Int?
    /// Whether the tokens of a prompt count.
    private(set) var includesPrompt = true

    private static let modePrefix = "pooling_mode_"

    init(from cursor: inout JSONCursor) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let name = key.string
            switch name {
            case "word_embedding_dimension": dimension = try cursor.decode()
            case "include_prompt": includesPrompt = try cursor.decode()
            case _ where name.hasPrefix(Self.modePrefix):
                if try cursor.decode(Bool.self) { modes.append(String(name.dropFirst(Self.modePrefix.count))) }
            default: try cursor.skip()
            }
        }
    }
}

/// `config_sentence_transformers.json`.
struct PromptsFile: JSONDecodable {
    private(set) var prompts: [String: String] = [:]
    private(set) var standardPrompt: String?

    init() {}

    init(from cursor: inout JSONCursor) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "prompts":
                guard try !cursor.null() else { break }
                try cursor.beginObject()
                while let name = try cursor.nextKey() { prompts[name.string] = try cursor.decode() }
            case "default_prompt_name": standardPrompt = try cursor.decode()
            default: try cursor.skip()
            }
        }
    }

    /// What is said before a text of this role: its own prompt, else the standard one, else nothing.
    func prefix(for role: TextRole) -> String {
        let names =
            switch role {
            case .query: ["query"]
            case .passage: ["document", "passage", "corpus"]
            }
        let name = names.first { prompts[$0] != nil } ?? standardPrompt
        return name.flatMap { prompts[$0] } ?? ""
    }
}
