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
            RunCommand.self, IngestCommand.self, StatusCommand.self, MessagesCommand.self,
            ConversationsCommand.self, SearchCommand.self, EmbedCommand.self, EvalCommand.self,
            ConfigCommand.self, InitCommand.self, DoctorCommand.self,
        ])

    static func main() async {
        let surroundings = Surroundings.ofProcess()
        var code = await run(surroundings)
        do throws(OutputFailure) {
            try surroundings.console.flush()
        } catch {
            surroundings.console.complain(of: error)
            code = .failure
        }
        surroundings.exit(code)
    }

    private static func run(_ surroundings: Surroundings) async -> ExitCode {
        let console = surroundings.console
        do {
            switch try interface.parse(surroundings.arguments, environment: surroundings.environment) {
            case .help(let text): try console.print(text)
            case .version: try console.print("quarry \(version)")
            case .completions(let shell): try console.print(interface.completions(for: shell))
            case .run(let command): return await perform(command, surroundings)
            }
            return .success
        } catch let error as UsageError {
            console.complain("quarry: \(error)")
            return .usage
        } catch {
            console.complain(of: error)
            return .failure
        }
    }

    private static func perform(_ command: any Command, _ surroundings: Surroundings) async -> ExitCode {
        guard let command = command as? any RunnableCommand else {
            preconditionFailure("a command of the table cannot be run")
        }
        do {
            return try await Interruption.cancelling { try await command.run(surroundings) }
        } catch {
            surroundings.console.complain(of: error)
            return .failure
        }
    }
}

/// A command that does what it was asked for.
protocol RunnableCommand: Command {
    func run(_ surroundings: Surroundings) async throws -> ExitCode
}
