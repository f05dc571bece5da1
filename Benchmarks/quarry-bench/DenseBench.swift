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
        .option(
            "allowed", \.allowed, value: "FILE", "The rows that may be found, as a NumPy file of f32; all if empty."),
        .option("truth", \.truth, value: "FILE", "The rows that are nearest, as a NumPy file of f32."),
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
    var allowed = ""
    var truth = ""
    var threads = 2
    var file = ""

    private static let neighbours = 10

    func measure() async throws -> String {
        let base = try NumPyMatrix(path: base)
        let queries = try NumPyMatrix(path: queries)
        let count = rows > 0 ? min(rows, base.rows) : base.rows
        let share = Double(share) ?? 1
        let vectors = (0..<queries.rows).map { queries[$0] }
        let allowed = try allowedRows(of: count, share: share)
        var truth = self.truth.isEmpty ? nil : try NumPyMatrix(path: self.truth).rowNumbers()
        var lines: [String] = []
        // Without a truth from elsewhere the exact search is the oracle of the others.
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
                let timed = try SearchTiming(vectors) {
                    try probe.search($0, count: Self.neighbours, recall: recall, allowed: allowed)
                }
                lines.append(line(kind, recall, probe, built, count, share, timed, expected))
            }
            if kind == .exact, allowed == nil {
                let batch = try SearchTiming(together: vectors) { try probe.search($0, count: Self.neighbours) }
                lines.append(line(kind, nil, probe, built, count, share, batch, expected, setting: "batched"))
            }
        }
        return lines.joined(separator: "\n")
    }

    private func allowedRows(of count: Int, share: Double) throws -> DenseProbe.Allowed? {
        guard allowed.isEmpty else {
            return DenseProbe.Allowed(try NumPyMatrix(path: allowed).rowNumbers().flatMap { $0 }, of: count)
        }
        return share < 1 ? sample(of: count, share: share) : nil
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
        _ timed: SearchTiming, _ expected: [[Int]], setting: String = ""
    ) -> String {
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
            timed.write(to: &writer)
            writer.member("recall", timed.recall(of: expected))
        }
        return writer.text
    }
}
