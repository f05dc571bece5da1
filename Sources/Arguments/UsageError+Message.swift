extension UsageError: CustomStringConvertible {
    /// What failed, on what, and what to do next, in two lines that are safe to print on a terminal.
    public var description: String {
        "\(sentence)\nSee '\(command) --help'."
    }

    private var sentence: String {
        switch self {
        case .unknownCommand(let name, _, let nearest):
            "unknown command '\(quoted(name))'\(question(nearest))"
        case .unknownOption(let option, let command, let nearest):
            "unknown option '\(quoted(option))' for '\(command)'\(question(nearest))"
        case .missingValue(let option, let placeholder, let next, let command):
            "option '\(option)' of '\(command)' needs a value: '\(option) \(placeholder)'\(attaching(next, to: option))"
        case .unexpectedValue(let flag, let command):
            "'\(flag)' of '\(command)' is a flag and takes no value; write '\(flag)' alone"
        case .badValue(let parameter, let error, let variable, let command):
            "invalid value '\(quoted(error.given))' for '\(parameter)' of '\(command)'"
                + (variable.map { ", from the environment variable \($0)" } ?? "")
                + ": \(error.reason)"
        case .missingPositional(let name, let required, let given, let command):
            required == 1
                ? "missing \(name) for '\(command)'"
                : "too few \(name) for '\(command)': at least \(required) are needed and \(given) given"
        case .unexpectedPositional(let argument, let command):
            "unexpected argument '\(quoted(argument))' for '\(command)'"
        case .repeatedOption(let option, let command):
            "option '\(option)' of '\(command)' is given more than once; keep one of them"
        }
    }

    private func attaching(_ next: String?, to option: String) -> String {
        guard let next, next != "--" else { return "" }
        return "; if '\(quoted(next))' is the value, write '\(option)=\(quoted(next))'"
    }
}

extension ValueError: CustomStringConvertible {
    /// The text and why it is not a value, safe to print on a terminal.
    public var description: String { "'\(quoted(given))' is \(reason)" }

    fileprivate var reason: String {
        switch problem {
        case .notA(let noun):
            "not \(noun.first.map("aeiou".contains) == true ? "an" : "a") \(noun)"
        case .notOneOf(let choices):
            "not one of \(choices.joined(separator: ", "))\(question(Suggestion.nearest(to: given, among: choices)))"
        case .outside(let lowest, let highest):
            "not between \(lowest) and \(highest)"
        }
    }
}

private func question(_ nearest: String?) -> String {
    nearest.map { "; did you mean '\($0)'?" } ?? ""
}

/// The text with everything spelt out that could move the cursor, restyle the terminal or reorder the line.
private func quoted(_ text: String) -> String {
    let limit = 200
    var result = ""
    for scalar in text.unicodeScalars.prefix(limit) {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
            result += "\\u{\(String(scalar.value, radix: 16))}"
        default:
            result.unicodeScalars.append(scalar)
        }
    }
    return text.unicodeScalars.count > limit ? result + "…" : result
}
