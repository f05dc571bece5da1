import Foundation
import TestSupport

/// The real programs of this package, run as a user would run them.
struct Program {
    let name: String

    static let quarry = Program(name: "quarry")
    static let generator = Program(name: "quarry-generate")

    struct Outcome {
        let code: Int32
        let output: String
        let errors: String
    }

    /// The root of the checkout: the programs run there, so that its paths are as in the documentation.
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    private var path: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// Starts the program without waiting for it; what it prints goes to files, results to another where one is given.
    func start(
        _ arguments: [String], environment: [String: String] = [:], output: ChildProcess.Output? = nil
    ) throws -> RunningProgram {
        let folder = try ScratchFolder()
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("QUARRY_") }
        variables.merge(environment) { $1 }
        let own = try folder.write("", to: "output")
        let process = try ChildProcess(
            path, arguments, in: Self.root, environment: variables,
            output: output ?? .file(own), errors: .file(folder.write("", to: "errors")))
        return RunningProgram(process: process, folder: folder)
    }

    /// Runs the program to its end.
    func run(
        _ arguments: [String], environment: [String: String] = [:], output: ChildProcess.Output? = nil
    ) throws -> Outcome {
        try start(arguments, environment: environment, output: output).outcome()
    }
}

/// A program that has been started.
struct RunningProgram {
    let process: ChildProcess
    fileprivate let folder: ScratchFolder

    /// Waits for the end.
    func outcome() throws -> Program.Outcome {
        let code = process.wait()
        return try Program.Outcome(
            code: code, output: folder.text("output"), errors: folder.text("errors"))
    }

    /// What it has printed so far.
    func printed() throws -> String {
        try folder.text("output")
    }

    /// - Parameter pause: is waited on the thread: a task would be resumed when the other tests leave it one.
    func send(_ signal: Int32, after pause: Duration = .zero) {
        usleep(UInt32(pause / .microseconds(1)))
        process.send(signal)
    }
}
