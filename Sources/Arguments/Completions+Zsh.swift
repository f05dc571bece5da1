extension Interface {
    /// A function for `_arguments`, which works from `$fpath` and when it is sourced.
    var zshCompletions: String {
        let lines =
            [
                "#compdef \(name)",
                "# zsh completions for \(name); save as \(completionFunction) in a folder of $fpath.",
                "\(completionFunction)() {",
            ] + zshBody.indented(by: 4) + [
                "}",
                "if [[ $funcstack[1] == \(completionFunction) ]]; then",
                "    \(completionFunction) \"$@\"",
                "else",
                "    compdef \(completionFunction) \(name)",
                "fi",
            ]
        return lines.joined(separator: "\n")
    }

    private var zshBody: [String] {
        guard case .several = layout else { return outlines.flatMap(\.zshLines) }
        let names = outlines.map { "\($0.name):\($0.summary)".shellQuoted }
        let commands =
            ["local -a commands=("] + names.indented(by: 4) + [")", "_describe command commands", "return"]
        let branches =
            outlines.flatMap { outline in
                // _arguments takes the first word for the command it completes.
                let lines = ["shift words", "(( CURRENT-- ))"] + outline.zshLines
                return ["\(outline.name))"] + (lines + [";;"]).indented(by: 4)
            } + ["*)"] + (programOutline.zshLines + [";;"]).indented(by: 4)
        return ["if (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then"]
            + commands.indented(by: 4)
            + ["fi", "case $words[2] in"] + branches.indented(by: 4) + ["esac"]
    }
}

extension CommandOutline {
    /// One call of `_arguments` over several lines.
    fileprivate var zshLines: [String] {
        let lines = ["_arguments -s"] + (options + positionals).map(\.zshSpecification).indented(by: 4)
        return lines.dropLast().map { $0 + " \\" } + lines.suffix(1)
    }
}

extension ParameterOutline {
    /// The parameter as an argument of `_arguments`.
    fileprivate var zshSpecification: String {
        let values = choices.isEmpty ? "_files" : "(\(choices.joined(separator: " ")))"
        guard !isPositional else {
            let mark = mayRepeat ? "*" : required > 0 ? "" : ":"
            return "\(mark):\(name):\(values)".shellQuoted
        }
        let about = "[\(summary.escaping("[]:\\"))]" + (takesValue ? ":\(placeholder.escaping(":")):\(values)" : "")
        // '+' and '=' let the value be attached to the option as well as follow it.
        let forms = spellings.map { takesValue ? $0 + ($0.hasPrefix("--") ? "=" : "+") : $0 }
        if forms.count == 1 { return "\(mayRepeat ? "*" : "")\(forms[0])\(about)".shellQuoted }
        let others = mayRepeat ? "*" : "(\(spellings.joined(separator: " ")))"
        return "\(others.shellQuoted){\(forms.joined(separator: ","))}\(about.shellQuoted)"
    }
}
