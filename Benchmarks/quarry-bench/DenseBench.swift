import Arguments
import Foundation
import JSONStream
import VectorEngine

/// Times the search of the nearest vectors, one query after the other on one thread, over a sweep of recalls.
struct DenseBench: Measurement {
    static let name = "dense"
    static let summary = "Times searches of the nearest vectors; a JSON object a line, a line for each kind and recall."
    static let parameters: [Parameter<Self>] = [
        .positional("BASE", \.base, "Rows, as a NumPy file of f32."),
        .positional("QUERIES", \.queries, "Queries, as a NumPy file of f32."),
        .option("kinds", \.kinds, value: "LIST", "Of exact, quantised, invertedFile and auto, with commas."),
        .option("recalls", \.recalls, value: "LIST", "What recalls are asked for, with commas."),
        .option("storage", \.storage, value: "KIND", "full, half or bytes."),
        .option("rows", \.rows, value: "N", "Only the first rows; all if 0."),
        .option("share", \.share, value: "PART", "Only a seeded sample of the rows may be found."),
        .option("threads", \.threads, value: "N", "Threads that build."),
        .option("file", \.file, value: "FILE", "Where the index is written and mapped; in memory if empty."),
    ]

    var base = ""
    var queries = ""
    var kinds = "exact,quantised,invertedFile"
    var recalls = "0.8,0.9,0.95,0.97,0.98,0.99,0.995,0.999"
    var storage = "full"
    var rows = 0
    var share = "1"
    var threads = 2
    var file = ""

    private static let neighbours = 10

    func measure() async throws -> String {
        let base = try NumPyMatrix(path: base)
        let queries = try NumPyMatrix(path: queries)
        let count = rows > 0 ? min(rows, base.rows) : base.rows
        let share = Double(share) ?? 1
        let vectors = (0..<queries.rows).map { queries[$0] }
        let allowed = share < 1 ? sample(of: count, share: share) : nil
        var truth: [[Int]]?
        var lines: [String] = []
        // The exact search is the oracle of the others.
        for kind in kinds.split(separator: ",").compactMap({ DenseIndexKind(rawValue: String($0)) }) {
            let field = DenseField(
                "vector", dimension: base.columns, metric: .cosine, storage: VectorStorage(rawValue: storage) ?? .full,
                index: kind)
            let watch = StopWatch()
            let probe = try DenseProbe(field: field, count: count, threads: threads, path: file.isEmpty ? nil : file) {
                base.copy($0, to: $1)
            }
            let built = watch.seconds
            let expected =
                try truth ?? vectors.map { try probe.search($0, count: Self.neighbours, recall: nil, allowed: allowed) }
            truth = expected
            let sweep: [Float?] = kind == .exact ? [nil] : recalls.split(separator: ",").map { Float($0) }
            for recall in sweep {
                let timed = try Timing(vectors) {
                    try probe.search($0, count: Self.neighbours, recall: recall, allowed: allowed)
                }
                lines.append(line(kind, recall, probe, built, count, share, timed, expected))
            }
            if kind == .exact, allowed == nil {
                let batch = try Timing(together: vectors) { try probe.search($0, count: Self.neighbours) }
                lines.append(line(kind, nil, probe, built, count, share, batch, expected, setting: "batched"))
            }
        }
        return lines.joined(separator: "\n")
    }

    private func sample(of count: Int, share: Double) -> DenseProbe.Allowed {
        // Every row by chance, the same every time.
        var state: UInt64 = 1
        let members = (0..<count).filter { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 11) / Double(1 << 53) < share
        }
        return DenseProbe.Allowed(members, of: count)
    }

    private func line(
        _ kind: DenseIndexKind, _ recall: Float?, _ probe: DenseProbe, _ built: Double, _ count: Int, _ share: Double,
        _ timed: Timing, _ expected: [[Int]], setting: String = ""
    ) -> String {
        let hits = zip(timed.found, expected).reduce(0) { $0 + Set($1.0).intersection($1.1).count }
        let wanted = expected.reduce(0) { $0 + $1.count }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("engine", "quarry")
            writer.member("rows", count)
            writer.member("share", share)
            writer.member("kind", kind.rawValue)
            writer.member("setting", recall.map { "recall=\($0)" } ?? setting)
            writer.member("buildSeconds", built)
            writer.member("residentBytes", probe.residentBytes)
            writer.member("bytes", probe.bytes)
            writer.member("lists", probe.lists)
            writer.member("queriesPerSecond", 1e6 * Double(timed.microseconds.count) / timed.microseconds.reduce(0, +))
            writer.member("p50", timed.microseconds[timed.microseconds.count / 2])
            writer.member("p99", timed.microseconds[timed.microseconds.count * 99 / 100])
            writer.member("recall", Double(hits) / Double(max(1, wanted)))
        }
        return writer.text
    }
}

/// What each of some queries found, and how long it took, sorted. A tenth is asked beforehand; the peers do the same.
private struct Timing {
    var found: [[Int]] = []
    var microseconds: [Double] = []

    init(_ queries: [[Float]], _ search: ([Float]) throws -> [Int]) throws {
        for query in queries.prefix(max(1, queries.count / 10)) { _ = try search(query) }
        for query in queries {
            let watch = StopWatch()
            let rows = try search(query)
            microseconds.append(watch.seconds * 1e6)
            found.append(rows)
        }
        microseconds.sort()
    }

    /// All at once; each has its share of the time.
    init(together queries: [[Float]], _ search: ([[Float]]) throws -> [[Int]]) throws {
        let watch = StopWatch()
        found = try search(queries)
        microseconds = queries.map { [share = watch.seconds * 1e6 / Double(queries.count)] _ in share }
    }
}
