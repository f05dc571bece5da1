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

    private var url: URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent(name)
    }

    /// Starts the program without waiting for it; what it prints goes to the files, results to another where one is given.
    func start(
        _ arguments: [String], environment: [String: String] = [:], output given: FileHandle? = nil
    ) throws -> RunningProgram {
        let folder = try ScratchFolder()
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: Self.root)
        var variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("QUARRY_") }
        variables.merge(environment) { $1 }
        process.environment = variables
        let output = try folder.open("output")
        let errors = try folder.open("errors")
        process.standardOutput = given ?? output
        process.standardError = errors
        process.standardInput = FileHandle.nullDevice
        try process.run()
        return RunningProgram(process: process, folder: folder)
    }

    /// Runs the program to its end.
    func run(
        _ arguments: [String], environment: [String: String] = [:], output: FileHandle? = nil
    ) throws -> Outcome {
        try start(arguments, environment: environment, output: output).outcome()
    }
}

/// A program that has been started.
struct RunningProgram {
    let process: Process
    fileprivate let folder: ScratchFolder

    /// Waits for the end.
    func outcome() throws -> Program.Outcome {
        process.waitUntilExit()
        return Program.Outcome(
            code: process.terminationStatus, output: try folder.text("output"), errors: try folder.text("errors"))
    }

    /// What it has printed so far.
    func printed() throws -> String {
        try folder.text("output")
    }

    func send(_ signal: Int32) {
        kill(process.processIdentifier, signal)
    }
}

extension ScratchFolder {
    /// An empty file for what a program prints.
    fileprivate func open(_ name: String) throws -> FileHandle {
        try FileHandle(forWritingTo: URL(fileURLWithPath: write("", to: name)))
    }
}
