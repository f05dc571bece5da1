import Arguments
import Conversations
import Glibc

@main
struct Train {
    private static let kitName = "QUARRY_EVAL"
    static let interface = Interface(single: TrainCommand.self, version: "0.1.0")

    static func main() async {
        var environment: [String: String] = [:]
        if let kit = getenv(kitName) { environment[kitName] = String(cString: kit) }
        do {
            switch try interface.parse(Array(CommandLine.arguments.dropFirst()), environment: environment) {
            case .help(let text): print(text)
            case .version: print("quarry-train \(interface.version)")
            case .completions(let shell): print(interface.completions(for: shell))
            case .run(let command):
                guard let command = command as? TrainCommand else {
                    preconditionFailure("the program is another command than its own")
                }
                try await command.run()
            }
        } catch let error as UsageError {
            StandardError.print("quarry-train: \(error)")
            exit(ExitCode.usage.rawValue)
        } catch {
            StandardError.print("quarry-train: \(error)")
            exit(ExitCode.failure.rawValue)
        }
    }
}
