public import HTTPClient

/// A model behind an OpenAI-compatible server.
public struct RemoteModel: Sendable {
    /// The address before `/embeddings`, such as `http://host/v1`.
    public var base: HTTPURL
    public var name: String
    public var key: BearerKey?
    public var numbers: NumberFormat
    /// What the model wants said before a query, such as `query: `.
    public var queryPrefix: String
    public var passagePrefix: String

    /// How vectors are asked for; either is taken from servers that do not care.
    public enum NumberFormat: String, Sendable, CaseIterable {
        /// Little-endian f32: a third of the bytes, and nothing is rounded.
        case base64
        case float
    }

    public init(
        base: HTTPURL, name: String, key: BearerKey? = nil, numbers: NumberFormat = .base64, queryPrefix: String = "",
        passagePrefix: String = ""
    ) {
        self.base = base
        self.name = name
        self.key = key
        self.numbers = numbers
        self.queryPrefix = queryPrefix
        self.passagePrefix = passagePrefix
    }

    func prefix(of role: TextRole) -> String {
        switch role {
        case .query: queryPrefix
        case .passage: passagePrefix
        }
    }

    /// What the vectors depend on: the number format is not part of it, the prefixes are.
    var fingerprint: String {
        var parts = [base.description, name]
        if !queryPrefix.isEmpty || !passagePrefix.isEmpty {
            parts += [queryPrefix.debugDescription, passagePrefix.debugDescription]
        }
        return parts.joined(separator: " ")
    }
}
