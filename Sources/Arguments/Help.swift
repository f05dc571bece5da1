extension Interface {
    /// The help of the whole program: how to call it, its commands and where to read on.
    public func help() -> String {
        guard case .several = layout else { return outlines.map(\.help).joined() }
        let commands = outlines.map { TextLayout.Row(label: $0.name, text: $0.summary) }
        let options = programOutline.options.map(\.row)
        let column = TextLayout.column(for: commands + options)
        let sections = [
            ["Usage: \(name) COMMAND [options]"],
            TextLayout.wrap(summary),
            ["Commands:"] + TextLayout.lines(of: commands, column: column),
            ["Options:"] + TextLayout.lines(of: options, column: column),
            ["See '\(name) COMMAND --help' for the arguments of a command."],
        ]
        return CommandOutline.joined(sections)
    }

    /// The help of one command.
    public func help(for command: any Command.Type) -> String {
        outline(of: command).help
    }

    /// The help of the program and of every command as Markdown, for the documentation and its test.
    public func reference() -> String {
        var pages = outlines.map { Page(title: $0.path, text: $0.help) }
        if case .several = layout { pages.insert(Page(title: name, text: help()), at: 0) }
        return pages.map { "## \($0.title)\n\n```text\n\($0.text)\n```" }.joined(separator: "\n\n")
    }

    private struct Page {
        let title: String
        let text: String
    }
}

extension CommandOutline {
    var help: String {
        let column = TextLayout.column(for: parameters.map(\.row))
        let examples = self.examples.map { TextLayout.Row(label: $0.command, text: $0.says) }
        // An example's command line is long by nature, so its label may take more of the line.
        let exampleColumn = TextLayout.column(for: examples, longestLabel: 60)
        return Self.joined([
            TextLayout.wrap(usage, hanging: "Usage: ".count),
            TextLayout.wrap(summary),
            discussion.isEmpty ? [] : TextLayout.paragraphs(discussion),
            Self.section("Arguments:", TextLayout.lines(of: positionals.map(\.row), column: column)),
            Self.section("Options:", TextLayout.lines(of: options.map(\.row), column: column)),
            Self.section("Examples:", TextLayout.lines(of: examples, column: exampleColumn)),
        ])
    }

    private var usage: String {
        (["Usage:", path, "[options]"] + positionals.map(\.usage)).joined(separator: " ")
    }

    private static func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : [title] + lines
    }

    fileprivate static func joined(_ sections: [[String]]) -> String {
        sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }
}

extension ParameterOutline {
    /// The positional in the usage line: `DIR`, `[DIR]`, `FILE...` or `[FILE...]`.
    fileprivate var usage: String {
        let text = mayRepeat ? name + "..." : name
        return required > 0 ? text : "[\(text)]"
    }

    fileprivate var row: TextLayout.Row {
        let names = spellings.joined(separator: ", ")
        let label = placeholder.isEmpty ? names : "\(names) \(placeholder)"
        return TextLayout.Row(label: label, text: notes.isEmpty ? summary : "\(summary) (\(notes))")
    }

    /// What the table knows beyond the summary.
    private var notes: String {
        [
            choices.isEmpty ? nil : "one of: " + choices.joined(separator: ", "),
            repetition,
            environment.map { "environment: " + $0 },
            defaultText.map { "default: " + $0 },
        ].compactMap(\.self).joined(separator: "; ")
    }

    private var repetition: String? {
        guard mayRepeat else { return nil }
        return required > 1 ? "at least \(required)" : "may be repeated"
    }
}
