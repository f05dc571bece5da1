extension Interface {
    /// One `complete` command for every command and parameter.
    var fishCompletions: String {
        let title = "# fish completions for \(name); load them with: \(name) --completions fish | source"
        let complete = "complete -c \(name)"
        guard case .several = layout else {
            let lines = outlines.flatMap(\.fishOptions).map { "\(complete) \($0)" }
            return ([title] + lines).joined(separator: "\n")
        }
        let program =
            ["\(complete) -f"]
            + programOutline.fishOptions.map { "\(complete) -n __fish_use_subcommand \($0)" }
            + outlines.map { "\(complete) -n __fish_use_subcommand -a \($0.name) -d \($0.summary.fishQuoted)" }
        let lines = outlines.flatMap { outline in
            let condition = "__fish_seen_subcommand_from \(outline.name)".fishQuoted
            return outline.fishOptions.map { "\(complete) -n \(condition) \($0)" }
        }
        return ([title] + program + lines).joined(separator: "\n")
    }
}

extension CommandOutline {
    /// The options of one call of `complete` for each parameter; positionals that are files share one.
    fileprivate var fishOptions: [String] {
        let files = positionals.contains { $0.choices.isEmpty } ? ["-F"] : []
        return options.map(\.fishOptions) + positionals.filter { !$0.choices.isEmpty }.map(\.fishOptions) + files
    }
}

extension ParameterOutline {
    fileprivate var fishOptions: String {
        let description = "-d \(summary.fishQuoted)"
        let values = "-a \(choices.joined(separator: " ").fishQuoted)"
        guard !isPositional else { return "\(values) \(description)" }
        let names = (short.map { "-s \($0) " } ?? "") + "-l \(name)"
        guard takesValue else { return "\(names) \(description)" }
        return "\(names) \(choices.isEmpty ? "-r -F" : "-x " + values) \(description)"
    }
}

extension String {
    fileprivate var fishQuoted: String { "'\(escaping("'\\"))'" }
}
