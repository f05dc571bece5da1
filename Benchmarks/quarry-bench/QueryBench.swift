import Arguments
import Embedding
import JSONStream
import Matrices
import Synchronization

/// Times one short query after the other, as a search asks them.
struct QueryBench: Measurement {
    static let name = "query"
    static let summary = "Times single queries on one thread."
    static let parameters: [Parameter<Self>] = [
        .positional("MODEL", \.model, "The folder of a model."),
        .option("precision", \.precision, value: "KIND", "exact, half or fast."),
        .option("text", \.text, value: "TEXT", "The query."),
        .option("repeats", \.repeats, value: "N", "How often it is asked."),
    ]

    var model = ""
    var precision = Precision.fast
    var text = "how do i play a movie on my old computer"
    var repeats = 1000

    /// The share of the repeats that is asked beforehand; the peers do the same.
    private static let warmUp = 10

    func measure() async throws -> String {
        let encoder = try LocalEncoder(path: model, precision: precision, threads: 1)
        let tokens = Mutex(0)
        _ = try await encoder.encode([text], as: .query) { progress in tokens.withLock { $0 = progress.tokens } }
        for _ in 0..<repeats / Self.warmUp { _ = try await encoder.encode([text], as: .query) }
        var milliseconds: [Double] = []
        for _ in 0..<max(1, repeats) {
            let watch = StopWatch()
            _ = try await encoder.encode([text], as: .query)
            milliseconds.append(watch.seconds * 1000)
        }
        milliseconds.sort()
        let count = tokens.withLock(\.self)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("computed", encoder.identity.precision)
            writer.member("tokens", count)
            writer.member("median", milliseconds[milliseconds.count / 2])
            writer.member("percentile95", milliseconds[milliseconds.count * 95 / 100])
        }
        return writer.text
    }
}
