extension Interface {
    /// A function that sets `options` and `choices` from the words typed so far and offers one of them.
    ///
    /// An empty answer makes bash complete file names, because of `-o default`.
    var bashCompletions: String {
        let lines =
            [
                "# bash completions for \(name); load them with: source <(\(name) --completions bash)",
                "\(completionFunction)() {",
                #"    local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}""#,
                #"    local options="" choices="""#,
                "    COMPREPLY=()",
                "    # bash makes '--option=value' three words.",
                #"    if [[ $current == "=" ]]; then"#,
                #"        current="""#,
                #"    elif [[ $previous == "=" ]]; then"#,
                #"        previous="${COMP_WORDS[COMP_CWORD-2]}""#,
                "    fi",
            ] + bashChoice.indented(by: 4) + [
                "    if [[ $current == -* ]]; then",
                #"        COMPREPLY=($(compgen -W "$options" -- "$current"))"#,
                "    elif [[ -n $choices ]]; then",
                #"        COMPREPLY=($(compgen -W "$choices" -- "$current"))"#,
                "    fi",
                "}",
                "complete -o default -F \(completionFunction) \(name)",
            ]
        return lines.joined(separator: "\n")
    }

    private var bashChoice: [String] {
        guard case .several = layout else { return outlines.flatMap(\.bashLines) }
        let names = commands.map { $0.name }.joined(separator: " ")
        let first = ["options=\(programOutline.optionWords.shellQuoted)", "choices=\(names.shellQuoted)"]
        let rest =
            [#"case "${COMP_WORDS[1]}" in"#]
            + outlines.flatMap { $0.bashBranch(pattern: $0.name) }.indented(by: 4)
            + programOutline.bashBranch(pattern: "-*").indented(by: 4)
            + ["esac"]
        return ["if [[ $COMP_CWORD -eq 1 ]]; then"] + first.indented(by: 4) + ["else"] + rest.indented(by: 4) + ["fi"]
    }
}

extension CommandOutline {
    fileprivate var optionWords: String {
        options.flatMap(\.spellings).joined(separator: " ")
    }

    fileprivate func bashBranch(pattern: String) -> [String] {
        ["\(pattern))"] + bashLines.indented(by: 4) + ["    ;;"]
    }

    /// What may follow: anything of the command, or only the value of the option before.
    fileprivate var bashLines: [String] {
        let values = options.filter(\.takesValue).flatMap { option in
            [
                "\(option.spellings.joined(separator: " | ")))",
                "    options=\"\" choices=\(option.choices.joined(separator: " ").shellQuoted)",
                "    ;;",
            ]
        }
        let choices = positionals.flatMap(\.choices).joined(separator: " ")
        return ["options=\(optionWords.shellQuoted)", "choices=\(choices.shellQuoted)"]
            + (values.isEmpty ? [] : [#"case "$previous" in"#] + values.indented(by: 4) + ["esac"])
    }
}
