/// The options that address the program and not one of its commands.
struct ProgramOptions: Command {
    static let name = ""
    static let summary = ""
    static let parameters: [Parameter<Self>] = [
        .flag("version", \.version, "Show the version."),
        .option("completions", \.completions, value: "SHELL", "Print a script of completions."),
    ]

    var version = false
    var completions: Shell?
}

/// `help [COMMAND]`, which every program of several commands has.
struct HelpCommand: Command {
    static let name = "help"
    static let summary = "Shows the help of the program or of one command."
    static let parameters: [Parameter<Self>] = [.positional("COMMAND", \.command, "The command to explain.")]

    var command: String?
}

/// `completions SHELL`, which every program of several commands has.
struct CompletionsCommand: Command {
    static let name = "completions"
    static let summary = "Prints a script of completions for a shell."
    static let parameters: [Parameter<Self>] = [.positional("SHELL", \.shell, "The shell that will read the script.")]

    var shell = Shell.bash
}
