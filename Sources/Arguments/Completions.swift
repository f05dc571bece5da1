extension Interface {
    /// The script that teaches a shell to complete the program's commands, options and values.
    ///
    /// Values with a list of choices complete from it and every other value completes as a file.
    public func completions(for shell: Shell) -> String {
        switch shell {
        case .bash: bashCompletions
        case .zsh: zshCompletions
        case .fish: fishCompletions
        }
    }

    /// The shell function that completes the program; a dash is not safe in the name of one.
    var completionFunction: String {
        "_" + String(name.map { $0 == "-" ? "_" : $0 })
    }
}

extension String {
    /// The text as one word of bash or zsh.
    var shellQuoted: String {
        "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }

    /// The text with a backslash before each of these characters.
    func escaping(_ special: String) -> String {
        reduce(into: "") { result, character in
            if special.contains(character) { result.append("\\") }
            result.append(character)
        }
    }
}

extension Sequence where Element == String {
    /// The lines, each indented by a number of spaces.
    func indented(by columns: Int) -> [String] {
        map { String(repeating: " ", count: columns) + $0 }
    }
}
