import Arguments
import Chat
import Foundation

/// What a command may know of the process it runs in.
struct Surroundings: Sendable {
    let arguments: [String]
    let environment: [String: String]
    let console: Console

    static func ofProcess() -> Surroundings {
        Surroundings(
            arguments: Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment,
            console: Console())
    }

    func now() -> Timestamp {
        Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1000))
    }

    func exit(_ code: ExitCode) -> Never {
        Foundation.exit(code.rawValue)
    }
}
