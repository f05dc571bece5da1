/// What is wrong with a command line; `command` is the command with its program, as typed: `quarry ingest`.
///
/// Options and positionals are named as the help names them: `--output`, `DIR`.
public enum UsageError: Error, Equatable, Sendable {
    case unknownCommand(String, program: String, nearest: String?)
    case unknownOption(String, command: String, nearest: String?)

    /// An option stands last, or before an argument that looks like another option.
    case missingValue(option: String, placeholder: String, next: String?, command: String)

    /// A flag was given a value, which is left out because nothing was to read it.
    case unexpectedValue(flag: String, command: String)

    /// A value could not be read; `environment` names the variable it came from, if it came from one.
    case badValue(parameter: String, ValueError, environment: String?, command: String)

    case missingPositional(String, required: Int, given: Int, command: String)
    case unexpectedPositional(String, command: String)
    case repeatedOption(String, command: String)

    /// The command whose help explains the error, or the program itself.
    public var command: String {
        switch self {
        case .unknownCommand(_, let program, _): program
        case .unknownOption(_, let command, _), .missingValue(_, _, _, let command),
            .unexpectedValue(_, let command), .badValue(_, _, _, let command),
            .missingPositional(_, _, _, let command), .unexpectedPositional(_, let command),
            .repeatedOption(_, let command):
            command
        }
    }
}
