/// The names under which secrets are kept in configuration, code and headers.
struct SecretName: Sendable {
    /// What a value must look like to be taken for a secret.
    enum Kind: Sendable {
        /// Whatever is no stand-in and no code: passwords may be words.
        case password
        /// What looks random.
        case key
        /// What looks random and is long: tokens of other sorts are counted, parsed and passed on more often than kept.
        case token
        /// A scheme and its credentials.
        case header
    }

    /// Words in small letters; a `_` stands for any joint, or none.
    let spelling: StaticString
    let kind: Kind
    /// Whether other letters may stand before it, as in `rootpassword`.
    let joins: Bool

    private init(_ spelling: StaticString, _ kind: Kind, joins: Bool = false) {
        self.spelling = spelling
        self.kind = kind
        self.joins = joins
    }

    /// The names that end with a letter.
    static func ending(with letter: UInt8) -> [SecretName] {
        letter.isLetter ? byLetter[Int(letter.lowered - 0x61)] : []
    }

    private static let byLetter: [[SecretName]] = (0..<26).map { letter in
        all.filter { Int($0.spelling.utf8Start[$0.spelling.utf8CodeUnitCount - 1]) - 0x61 == letter }
    }

    private static let all = [
        SecretName("password", .password, joins: true), SecretName("passwd", .password, joins: true),
        SecretName("passwort", .password, joins: true), SecretName("passphrase", .password, joins: true),
        SecretName("kennwort", .password, joins: true), SecretName("contraseña", .password, joins: true),
        SecretName("mot_de_passe", .password), SecretName("pass_phrase", .password), SecretName("pass_word", .password),
        SecretName("pwd", .password), SecretName("pass", .password), SecretName("pw", .password),
        SecretName("passcode", .password), SecretName("api_key", .key, joins: true), SecretName("api_token", .key),
        SecretName("access_key", .key, joins: true), SecretName("access_token", .key),
        SecretName("auth_token", .key), SecretName("secret_key", .key, joins: true),
        SecretName("private_key", .key), SecretName("auth_key", .key), SecretName("signing_key", .key),
        SecretName("encryption_key", .key), SecretName("account_key", .key), SecretName("master_key", .key),
        SecretName("service_key", .key), SecretName("license_key", .key), SecretName("subscription_key", .key),
        SecretName("shared_key", .key), SecretName("storage_key", .key), SecretName("app_key", .key),
        SecretName("openai_key", .key), SecretName("client_secret", .key), SecretName("app_secret", .key),
        SecretName("secret", .key),
        SecretName("credential", .key), SecretName("credentials", .key), SecretName("bot_token", .key),
        SecretName("session_id", .token), SecretName("session_key", .token), SecretName("token", .token),
        SecretName("jwt", .token), SecretName("bearer", .token), SecretName("auth", .token),
        SecretName("authorization", .header),
    ]
}
