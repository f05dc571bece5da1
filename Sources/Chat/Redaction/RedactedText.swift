/// A text without what must not leave the archive, and what was taken out.
public struct RedactedText: Hashable, Sendable {
    public let text: String
    /// How often each class was taken out; a class that was not has no entry.
    public let counts: [SecretClass: Int]

    public init(text: String, counts: [SecretClass: Int] = [:]) {
        self.text = text
        self.counts = counts
    }
}

/// What is taken out of a text.
public enum SecretClass: String, CaseIterable, Sendable {
    /// A key or token of a service, or the address of a webhook, which is as good as one.
    case apiKey = "api key"
    case privateKey = "private key"
    case password
    case email = "e-mail"
    case phone
    case iban
    case card
    /// A public IP address, where those are asked for.
    case address = "ip address"

    /// What stands in a secret's place: words, so that a reader and an analyser understand it, in a form that no rule
    /// takes for a secret.
    public var placeholder: String {
        Self.opening + rawValue + "]"
    }

    static let opening = "[redacted: "
}
