import Arguments
import Glibc

/// Writes an invented community as DiscordChatExporter would export it.
@main
enum QuarryGenerate {
    static func main() {
        exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    private static func run(_ arguments: [String]) -> ExitCode {
        let interface = Interface(single: GenerateCommand.self, version: "1.0.0")
        do {
            switch try interface.parse(arguments, environment: [:]) {
            case .run(let command as GenerateCommand): print(try command.run().text)
            case .run(let command): preconditionFailure("no command \(command)")
            case .help(let text): print(text)
            case .version: print(interface.version)
            case .completions(let shell): print(interface.completions(for: shell))
            }
            return .success
        } catch let error as UsageError {
            complain("\(error)")
            return .usage
        } catch {
            complain("\(error)")
            return .failure
        }
    }

    private static func complain(_ message: String) {
        var line = "quarry-generate: \(message)\n"
        line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
