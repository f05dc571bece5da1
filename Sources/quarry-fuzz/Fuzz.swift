import Arguments
import Glibc
import JSONStream

@main
struct Fuzz {
    static let interface = Interface(single: FuzzCommand.self, version: "0.1.0")

    static func main() {
        do throws(UsageError) {
            let environment: [String: String] = [:]
            switch try interface.parse(Array(CommandLine.arguments.dropFirst()), environment: environment) {
            case .help(let text): print(text)
            case .version: print("quarry-fuzz \(interface.version)")
            case .completions(let shell): print(interface.completions(for: shell))
            case .run(let command):
                guard let command = command as? FuzzCommand else {
                    preconditionFailure("the program is another command than its own")
                }
                exit(run(command).rawValue)
            }
        } catch {
            StandardError.print("quarry-fuzz: \(error)")
            exit(ExitCode.usage.rawValue)
        }
    }

    private static func run(_ command: FuzzCommand) -> ExitCode {
        do throws(SourceFailure) {
            let seeds = try Seeds(folders: command.folders)
            if let iteration = command.replay { return replay(iteration, seeds, command) }
            if let path = command.worker {
                try Worker(seeds: seeds, options: command).run(from: command.from, notingIn: path)
                return .success
            }
            return report(try Watcher(seeds: seeds, options: command).run())
        } catch {
            StandardError.print("quarry-fuzz: \(error)")
            return .failure
        }
    }

    private static func replay(_ iteration: UInt64, _ seeds: Seeds, _ command: FuzzCommand) -> ExitCode {
        let trial = Trial(seeds: seeds, seed: command.seed, iteration: iteration)
        Find(trial: trial, iteration: iteration, what: "made again").save(command)
        let violations = trial.violations(zipPath: "/tmp/quarry-fuzz-\(getpid()).zip")
        for violation in violations { print(violation) }
        return violations.isEmpty ? .success : .failure
    }

    private static func report(_ summary: Watcher.Summary) -> ExitCode {
        let seconds = max(1, summary.duration.components.seconds)
        let hourly = summary.mutations * 3600 / UInt64(seconds)
        print("\(summary.mutations) mutations in \(seconds) s (\(hourly) an hour), \(summary.finds) finds")
        return summary.finds == 0 ? .success : .failure
    }
}
