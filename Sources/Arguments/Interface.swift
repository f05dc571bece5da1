/// The command line of a whole program.
///
/// It decides and describes only: nothing is read, printed or run here, so the same arguments and environment
/// always give the same answer. The texts it returns end without a newline.
public struct Interface: Sendable {
    /// Whether the program's first argument names a command.
    enum Layout: Sendable {
        case several([any Command.Type])
        case single(any Command.Type)
    }

    public let name: String
    public let summary: String
    public let version: String
    let layout: Layout

    /// Describes a program of several commands, to which `help` and `completions` are added.
    public init(name: String, summary: String, version: String, commands: [any Command.Type]) {
        self.name = name
        self.summary = summary
        self.version = version
        layout = .several(commands + [HelpCommand.self, CompletionsCommand.self])
        checkNames()
    }

    /// Describes a program that is one command and takes its name and summary from it.
    public init(single command: any Command.Type, version: String) {
        name = command.name
        summary = command.summary
        self.version = version
        layout = .single(command)
        checkNames()
    }

    /// Reads the arguments, which do not include the program's own path.
    ///
    /// `--help` and `-h` anywhere before `--` win over every error but an unknown command. A value that begins
    /// with a dash, unless it is a negative number, has to be attached: `--title=-x`.
    public func parse(_ arguments: [String], environment: [String: String]) throws(UsageError) -> Invocation {
        switch layout {
        case .single(let command):
            return try invocation(of: command, arguments[...], environment)
        case .several:
            guard let first = arguments.first else { return .help(help()) }
            switch Token(first) {
            case .word, .terminator:
                return try invocation(of: command(named: first), arguments.dropFirst(), environment)
            case .short, .long:
                return try programRequest(arguments[...])
            }
        }
    }

    private func invocation<Root: Command>(
        of command: Root.Type, _ arguments: ArraySlice<String>, _ environment: [String: String]
    ) throws(UsageError) -> Invocation {
        let outline = outline(of: command)
        let parser = Parser<Root>(outline: outline, arguments: arguments, environment: environment)
        if parser.asksForHelp { return .help(outline.help) }
        if case .single = layout, let addressed = programArguments(in: arguments) {
            return try programRequest(addressed)
        }
        switch try parser.parse() {
        case let command as HelpCommand:
            guard let name = command.command else { return .help(help()) }
            return .help(help(for: try self.command(named: name)))
        case let command as CompletionsCommand:
            return .completions(command.shell)
        case let command:
            return .run(command)
        }
    }

    /// Answers arguments that begin with an option of the program.
    private func programRequest(_ arguments: ArraySlice<String>) throws(UsageError) -> Invocation {
        let parser = Parser<ProgramOptions>(outline: programOutline, arguments: arguments, environment: [:])
        if parser.asksForHelp { return .help(help()) }
        let options = try parser.parse()
        if options.version { return .version }
        return options.completions.map(Invocation.completions) ?? .help(help())
    }

    /// The first option among a single command's arguments that addresses the program, with its value.
    private func programArguments(in arguments: ArraySlice<String>) -> ArraySlice<String>? {
        for (index, argument) in zip(arguments.indices, arguments) {
            switch Token(argument) {
            case .terminator: return nil
            case .long(name: "version", value: _): return arguments[index...].prefix(1)
            case .long(name: "completions", let value): return arguments[index...].prefix(value == nil ? 2 : 1)
            case .long, .short, .word: continue
            }
        }
        return nil
    }
}

extension Interface {
    /// The commands in the order in which the help lists them.
    var commands: [any Command.Type] {
        switch layout {
        case .several(let commands): commands
        case .single(let command): [command]
        }
    }

    var outlines: [CommandOutline] { commands.map { outline(of: $0) } }

    /// The program without a command: what may stand where a command is expected.
    var programOutline: CommandOutline { CommandOutline(ProgramOptions.self, path: name, builtIns: [.help]) }

    func outline(of command: any Command.Type) -> CommandOutline {
        switch layout {
        case .single:
            let builtIns = ProgramOptions.parameters.map(\.outline) + [.help]
            return CommandOutline(command, path: name, builtIns: builtIns)
        case .several(let commands):
            var outline = CommandOutline(command, path: "\(name) \(command.name)", builtIns: [.help])
            if command is HelpCommand.Type {
                outline.parameters[0].choices = commands.map { $0.name }
            }
            return outline
        }
    }

    private func command(named name: String) throws(UsageError) -> any Command.Type {
        if let command = commands.first(where: { $0.name == name }) { return command }
        let nearest = Suggestion.nearest(to: name, among: commands.map { $0.name })
        throw .unknownCommand(name, program: self.name, nearest: nearest)
    }

    /// Stops the program when two commands share a name, a name needs quoting or a table contradicts itself.
    private func checkNames() {
        precondition(CommandOutline.isWord(name), "'\(name)' cannot name a program")
        var names: Set<String> = []
        for outline in outlines {
            precondition(CommandOutline.isWord(outline.name), "'\(outline.name)' cannot name a command")
            precondition(names.insert(outline.name).inserted, "the command '\(outline.name)' is declared twice")
        }
    }
}
