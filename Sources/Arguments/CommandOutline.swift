/// What can be said of a command without knowing its type: the source of help, suggestions and completions.
struct CommandOutline: Sendable {
    let name: String
    /// The command as it is typed, with the program's name: `quarry ingest`.
    let path: String
    let summary: String
    let discussion: String
    let examples: [Example]
    var parameters: [ParameterOutline]

    /// Describes a command and the built-in options that it accepts besides its own.
    init<Root: Command>(_ command: Root.Type, path: String, builtIns: [ParameterOutline]) {
        let defaults = Root()
        name = Root.name
        self.path = path
        summary = Root.summary
        discussion = Root.discussion
        examples = Root.examples
        parameters =
            Root.parameters.map { parameter in
                var outline = parameter.outline
                let initial = parameter.initialText(defaults)
                outline.defaultText = outline.defaultText ?? (initial.isEmpty ? nil : initial)
                return outline
            } + builtIns
        checkTable()
    }

    var options: [ParameterOutline] { parameters.filter { !$0.isPositional } }
    var positionals: [ParameterOutline] { parameters.filter(\.isPositional) }

    /// The option that was probably meant by a misspelt one, dashes left out of the misspelling.
    func nearestOption(to name: String) -> String? {
        Suggestion.nearest(to: name, among: options.map(\.name)).map { "--" + $0 }
    }

    /// Stops the program when the table contradicts itself, so that a mistake in it cannot outlive its first run.
    private func checkTable() {
        var spellings: Set<String> = []
        for parameter in parameters {
            precondition(Self.isWord(parameter.name), "\(path): '\(parameter.name)' cannot name a parameter")
            for spelling in parameter.spellings {
                precondition(spellings.insert(spelling).inserted, "\(path): '\(spelling)' is declared twice")
            }
            if let short = parameter.short {
                // A digit would make a negative number look like options.
                precondition(short.isASCII && short.isLetter, "\(path): '\(short)' cannot be a short option")
            }
        }
        for (positional, next) in zip(positionals, positionals.dropFirst()) {
            precondition(!positional.mayRepeat, "\(path): '\(next.name)' follows a repeated positional")
            precondition(
                positional.required > 0 || next.required == 0, "\(path): '\(next.name)' follows an optional positional")
        }
    }

    /// Whether a name needs no quoting in any shell.
    static func isWord(_ name: String) -> Bool {
        let isPlain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return isPlain && !name.isEmpty && !name.hasPrefix("-")
    }
}
