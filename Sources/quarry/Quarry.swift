import Arguments

/// The program: what the command line asks for is found out here, done by a command, and turned into an exit status.
@main
struct Quarry {
    static let version = "0.1.0"

    static let interface = Interface(
        name: "quarry",
        summary: "Mines chat archives: exports in, a durable archive out that can be searched and summarised.",
        version: version,
        commands: [
            RunCommand.self, IngestCommand.self, StatusCommand.self, MessagesCommand.self, EmbedCommand.self,
            EvalCommand.self,
            ConfigCommand.self, InitCommand.self, DoctorCommand.self,
        ])

    static func main() async {
        let surroundings = Surroundings.ofProcess()
        let code = await run(surroundings)
        surroundings.console.flush()
        surroundings.exit(code)
    }

    private static func run(_ surroundings: Surroundings) async -> ExitCode {
        let console = surroundings.console
        do throws(UsageError) {
            switch try interface.parse(surroundings.arguments, environment: surroundings.environment) {
            case .help(let text): console.print(text)
            case .version: console.print("quarry \(version)")
            case .completions(let shell): console.print(interface.completions(for: shell))
            case .run(let command): return await perform(command, surroundings)
            }
            return .success
        } catch {
            console.complain("quarry: \(error)")
            return .usage
        }
    }

    private static func perform(_ command: any Command, _ surroundings: Surroundings) async -> ExitCode {
        guard let command = command as? any RunnableCommand else {
            preconditionFailure("a command of the table cannot be run")
        }
        do {
            return try await Interruption.cancelling { try await command.run(surroundings) }
        } catch {
            surroundings.console.complain("quarry: \(Failure.sentence(error))")
            return .failure
        }
    }
}

/// A command that does what it was asked for.
protocol RunnableCommand: Command {
    func run(_ surroundings: Surroundings) async throws -> ExitCode
}
