import Arguments
import JSONStream
import VectorEngine

/// Times the search for the nearest rows of every row, and compares some of them with an exact search.
struct NeighbourBench: Measurement {
    static let name = "neighbours"
    static let summary = "Times the search for the nearest rows of every row."
    static let parameters: [Parameter<Self>] = [
        .positional("BASE", \.base, "Rows, as a NumPy file of f32."),
        .option("kind", \.kind, value: "KIND", "exact, quantised or invertedFile."),
        .option("count", \.count, value: "N", "Neighbours of each row."),
        .option("recall", \.recall, value: "PART", "What recall is asked for, of lists."),
        .option("threads", \.threads, value: "N", "Threads that compute."),
        .option("file", \.file, value: "FILE", "Where the index is written and mapped; in memory if empty."),
    ]

    var base = ""
    var kind = "exact"
    var count = 15
    var recall = "0.95"
    var threads = 2
    var file = ""

    /// Rows whose neighbours are compared with an exact search.
    private static let compared = 500

    func measure() async throws -> String {
        let base = try NumPyMatrix(path: base)
        let field = DenseField(
            "vector", dimension: base.columns, metric: .cosine, index: DenseIndexKind(rawValue: kind) ?? .exact)
        let building = StopWatch()
        let probe = try DenseProbe(
            field: field, count: base.rows, threads: threads, path: file.isEmpty ? nil : file
        ) { base.copy($0, to: $1) }
        let built = building.seconds
        let watch = StopWatch()
        let found = await probe.neighbours(count: count, recall: Float(recall) ?? 0.95, threads: threads)
        let seconds = watch.seconds
        var (hits, wanted) = (0, 0)
        for row in stride(from: 0, to: base.rows, by: max(1, base.rows / Self.compared)) {
            let truth = try probe.search(base[row], count: count + 1, recall: nil).filter { $0 != row }.prefix(count)
            hits += Set(found[row]).intersection(truth).count
            wanted += truth.count
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("engine", "quarry")
            writer.member("rows", base.rows)
            writer.member("kind", kind)
            writer.member("neighbours", count)
            writer.member("buildSeconds", built)
            writer.member("seconds", seconds)
            writer.member("recall", Double(hits) / Double(max(1, wanted)))
        }
        return writer.text
    }
}
