public import Arguments
import Foundation
import JSONStream
public import Matrices

/// The measurements of encoders that `Benchmarks/run-encoder` asks for: each is a command with a table of its own.
enum EncoderBench {
    static let interface = Interface(
        name: "quarry-bench", summary: "Times encoders and searches.", version: "1.0.0", commands: commands)

    private static let commands: [any Command.Type] = [
        EncodeBench.self, QueryBench.self, RerankBench.self, SparseBench.self, DenseBench.self, NeighbourBench.self,
        EngineBench.self, StreamBench.self, HybridBench.self,
    ]

    /// Whether the first argument names one of these measurements.
    static func knows(_ name: String?) -> Bool {
        commands.contains { $0.name == name }
    }

    static func run(_ arguments: [String]) async throws {
        switch try interface.parse(arguments, environment: [:]) {
        case .run(let bench as any Measurement): print(try await bench.measure())
        case .run(let command): preconditionFailure("no measurement \(command)")
        case .help(let text): print(text)
        case .version: print(interface.version)
        case .completions(let shell): print(interface.completions(for: shell))
        }
    }

    /// The lines of a file of JSON Lines.
    static func lines<Line: JSONDecodable>(of path: String, as type: Line.Type = Line.self) throws -> [Line] {
        try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0a).map { try Line(json: Array($0)) }
    }
}

/// A command that measures something once it has warmed up.
protocol Measurement: Command {
    /// One JSON object.
    func measure() async throws -> String
}

/// A clock that was started.
struct StopWatch {
    private let started = ContinuousClock.now

    var seconds: Double {
        (ContinuousClock.now - started) / .seconds(1)
    }
}

extension Precision: ArgumentValue {}
