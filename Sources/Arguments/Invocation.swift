/// What a command line asks the program to do.
public enum Invocation: Sendable {
    /// Run the command, whose properties hold the values given.
    case run(any Command)

    /// Print the help on standard output.
    case help(String)

    /// Print the version on standard output.
    case version

    /// Print the completion script for the shell on standard output.
    case completions(Shell)
}
