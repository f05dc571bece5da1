/// What can be said of a parameter without knowing its command's type.
struct ParameterOutline: Sendable {
    /// How a parameter is written on the command line.
    enum Role: Equatable, Sendable {
        case flag
        case option(repeats: Bool)
        case positional(Occurrence)
    }

    /// How often a positional is given.
    enum Occurrence: Equatable, Sendable {
        case required
        case optional
        case repeated(atLeast: Int)
    }

    let role: Role
    let name: String
    let short: Character?
    let placeholder: String
    let summary: String
    let environment: String?
    var defaultText: String?
    var choices: [String]

    init(
        role: Role, name: String, short: Character? = nil, placeholder: String = "", summary: String,
        environment: String? = nil, defaultText: String? = nil, choices: [String] = []
    ) {
        self.role = role
        self.name = name
        self.short = short
        self.placeholder = placeholder
        self.summary = summary
        self.environment = environment
        self.defaultText = defaultText
        self.choices = choices
    }

    var isPositional: Bool {
        if case .positional = role { true } else { false }
    }

    /// Whether it is an option that is followed by its value.
    var takesValue: Bool {
        if case .option = role { true } else { false }
    }

    var mayRepeat: Bool {
        switch role {
        case .flag, .option(repeats: false), .positional(.required), .positional(.optional): false
        case .option(repeats: true), .positional(.repeated): true
        }
    }

    /// How many values must be given.
    var required: Int {
        switch role {
        case .flag, .option, .positional(.optional): 0
        case .positional(.required): 1
        case .positional(.repeated(let atLeast)): atLeast
        }
    }

    /// The parameter as it is typed and as errors name it: `--output` or `DIR`.
    var spelling: String {
        isPositional ? name : "--" + name
    }

    /// Every way to type the option, the short one first.
    var spellings: [String] {
        (short.map { ["-\($0)"] } ?? []) + [spelling]
    }
}

extension ParameterOutline {
    static let help = Self(role: .flag, name: "help", short: "h", summary: "Show this help.")
}
