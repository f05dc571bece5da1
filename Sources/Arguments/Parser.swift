/// Reads the arguments of one command into its properties.
struct Parser<Root: Command> {
    private let outline: CommandOutline
    private let parameters = Root.parameters
    private let environment: [String: String]
    private var remaining: ArraySlice<String>
    private var vacant: ArraySlice<Parameter<Root>>
    private var root = Root()
    /// How often each parameter was given, by its spelling.
    private var given: [String: Int] = [:]

    init(outline: CommandOutline, arguments: ArraySlice<String>, environment: [String: String]) {
        self.outline = outline
        self.environment = environment
        remaining = arguments
        vacant = parameters.filter(\.outline.isPositional)[...]
    }

    /// Whether `--help` or `-h` stands before `--`, whatever else is wrong with the arguments.
    var asksForHelp: Bool {
        for argument in remaining {
            switch Token(argument) {
            case .terminator: return false
            case .long(name: "help", value: nil): return true
            case .short(let letters) where letters.first(where: { !isFlag($0) }) == ParameterOutline.help.short:
                return true
            case .long, .short, .word: continue
            }
        }
        return false
    }

    /// The command with its properties set, or the first thing that is wrong, from left to right.
    consuming func parse() throws(UsageError) -> Root {
        while let argument = remaining.popFirst() {
            switch Token(argument) {
            case .terminator: while let rest = remaining.popFirst() { try acceptPositional(rest) }
            case .long(let name, let value): try acceptLong(name, value)
            case .short(let letters): try acceptShort(letters)
            case .word: try acceptPositional(argument)
            }
        }
        try readEnvironment()
        try checkPositionals()
        return root
    }

    private func isFlag(_ letter: Character) -> Bool {
        parameters.contains { $0.outline.short == letter && $0.outline.role == .flag }
    }

    private mutating func acceptLong(_ name: String, _ value: String?) throws(UsageError) {
        guard let parameter = parameters.first(where: { !$0.outline.isPositional && $0.outline.name == name }) else {
            // The interface acts on a built-in option before it parses, unless a value was attached.
            if outline.options.contains(where: { $0.name == name }) {
                throw .unexpectedValue(flag: "--" + name, command: outline.path)
            }
            throw .unknownOption("--" + name, command: outline.path, nearest: outline.nearestOption(to: name))
        }
        if parameter.outline.role == .flag {
            guard value == nil else { throw .unexpectedValue(flag: "--" + name, command: outline.path) }
            try assign("", to: parameter)
        } else if let value {
            try assign(value, to: parameter)
        } else {
            try assign(try takeValue(of: parameter.outline), to: parameter)
        }
    }

    private mutating func acceptShort(_ letters: String) throws(UsageError) {
        // Scalars for the reason given in Token: 'o' and a combining mark are an option and its value.
        var rest = letters[...].unicodeScalars
        while let letter = rest.popFirst() {
            let attached = rest.first == "=" ? rest.dropFirst() : rest
            guard let parameter = parameters.first(where: { $0.outline.short == Character(letter) }) else {
                throw unknownShort(letter, in: letters, isFirst: letters.unicodeScalars.count == rest.count + 1)
            }
            if parameter.outline.role == .flag {
                guard rest.first != "=" else {
                    throw .unexpectedValue(flag: parameter.outline.spelling, command: outline.path)
                }
                try assign("", to: parameter)
            } else {
                let value = rest.isEmpty ? try takeValue(of: parameter.outline) : String(attached)
                return try assign(value, to: parameter)
            }
        }
    }

    /// Names the whole argument where one dash was probably typed for two, and the letter otherwise.
    private func unknownShort(_ letter: Unicode.Scalar, in letters: String, isFirst: Bool) -> UsageError {
        let typed = isFirst ? String(letters.prefix { $0 != "=" }) : String(letter)
        return .unknownOption("-" + typed, command: outline.path, nearest: outline.nearestOption(to: typed))
    }

    private mutating func takeValue(of option: ParameterOutline) throws(UsageError) -> String {
        guard let next = remaining.first, Token(next) == .word else {
            throw .missingValue(
                option: option.spelling, placeholder: option.placeholder, next: remaining.first, command: outline.path)
        }
        remaining.removeFirst()
        return next
    }

    private mutating func acceptPositional(_ argument: String) throws(UsageError) {
        guard let parameter = vacant.first else {
            throw .unexpectedPositional(argument, command: outline.path)
        }
        if !parameter.outline.mayRepeat { vacant.removeFirst() }
        try assign(argument, to: parameter)
    }

    private mutating func assign(
        _ text: String, to parameter: Parameter<Root>, environment: String? = nil
    ) throws(UsageError) {
        let spelling = parameter.outline.spelling
        guard parameter.outline.mayRepeat || given[spelling] == nil else {
            throw .repeatedOption(spelling, command: outline.path)
        }
        given[spelling, default: 0] += 1
        do {
            try parameter.assign(&root, text)
        } catch {
            throw .badValue(parameter: spelling, error, environment: environment, command: outline.path)
        }
    }

    private mutating func readEnvironment() throws(UsageError) {
        for parameter in parameters where given[parameter.outline.spelling] == nil {
            guard let variable = parameter.outline.environment, let text = environment[variable], !text.isEmpty else {
                continue
            }
            try assign(text, to: parameter, environment: variable)
        }
    }

    private func checkPositionals() throws(UsageError) {
        for positional in outline.positionals {
            let count = given[positional.spelling, default: 0]
            guard count < positional.required else { continue }
            throw .missingPositional(
                positional.name, required: positional.required, given: count, command: outline.path)
        }
    }
}
