import Arguments
import JSONStream
import VectorEngine

/// Times a whole collection: what it costs over the bare indexes to have batches, a log, segments, filters and keys.
struct EngineBench: Measurement {
    static let name = "engine"
    static let summary = "Times a collection: writing, opening, searching; a JSON object a line."
    static let parameters: [Parameter<Self>] = [
        .positional("VECTORS", \.vectors, "Rows, as a NumPy file of f32."),
        .positional("QUERIES", \.queries, "Queries, as a NumPy file of f32."),
        .positional("TEXTS", \.texts, "The rows' texts, one a line; rows beyond them have them again."),
        .option("words", \.words, value: "FILE", "Queries by words, one a line."),
        .option("truth", \.truth, value: "FILE", "The rows that are nearest, as a NumPy file of f32."),
        .option(
            "store", \.store, value: "DIR", "Where the collection is; one that is there is only opened and searched."),
        .option("batch", \.batch, value: "N", "Records that are written at once."),
        .option("kind", \.kind, value: "KIND", "exact, quantised, invertedFile or auto."),
        .option("storage", \.storage, value: "KIND", "full, half or bytes."),
        .option("recalls", \.recalls, value: "LIST", "What recalls are asked for, with commas."),
    ]

    var vectors = ""
    var queries = ""
    var texts = ""
    var words = ""
    var truth = ""
    var store = ""
    var batch = 1000
    var kind = "auto"
    var storage = "full"
    var recalls = "0.9,0.95,0.99"

    private static let neighbours = 10
    /// What filters leave, of the 1,000 buckets.
    private static let bucketsKept = [100, 10, 1]

    func measure() async throws -> String {
        let folder = try BenchFolder(store)
        var lines: [String] = []
        if try await EmbeddedStore(folder.path, .reading).collectionNames().isEmpty {
            lines.append(try await build(in: folder.path))
        }
        let watch = StopWatch()
        let collection = try await EmbeddedStore(folder.path, .reading).collection(BenchCollection.name)
        let opened = watch.seconds
        let queries = try NumPyMatrix(path: queries)
        let asked = (0..<queries.rows).map { queries[$0] }
        let first = StopWatch()
        _ = try await collection.search(request(asked[0], .standard))
        lines.append(try await opening(collection, opened: opened, firstSearch: first.seconds))
        lines += try await searches(collection, asked)
        return lines.joined(separator: "\n")
    }

    private func build(in folder: String) async throws -> String {
        let rows = try BenchCollection(vectors: vectors, texts: texts)
        let collection = try await EmbeddedStore(folder, .writing(note: "quarry-bench")).createCollection(
            BenchCollection.schema(
                dimension: rows.vectors.columns, index: DenseIndexKind(rawValue: kind) ?? .auto,
                storage: VectorStorage(rawValue: storage) ?? .full))
        let writing = StopWatch()
        try await rows.upsert(0..<rows.vectors.rows, into: collection, batch: batch)
        try await collection.flush()
        let written = writing.seconds
        let segments = try await collection.statistics().segments
        let compacting = StopWatch()
        try await collection.compact()
        let compacted = compacting.seconds
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("measured", "build")
            writer.member("rows", rows.vectors.rows)
            writer.member("batch", batch)
            writer.member("writeSeconds", written)
            writer.member("segmentsBefore", segments)
            writer.member("compactSeconds", compacted)
            writer.member("buildSeconds", written + compacted)
            writer.member("peakBytes", ProcessMemory.bytes("VmHWM"))
            writer.member("peakOwnBytes", ProcessMemory.bytes("RssAnon"))
        }
        return writer.text
    }

    private func opening(_ collection: any VectorCollection, opened: Double, firstSearch: Double) async throws -> String
    {
        let statistics = try await collection.statistics()
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("measured", "open")
            writer.member("rows", statistics.records)
            writer.member("segments", statistics.segments)
            writer.member("diskBytes", statistics.bytes)
            writer.member("openMilliseconds", opened * 1000)
            writer.member("firstSearchMilliseconds", firstSearch * 1000)
        }
        return writer.text
    }

    private func searches(_ collection: any VectorCollection, _ asked: [[Float]]) async throws -> [String] {
        let truth = truth.isEmpty ? nil : try NumPyMatrix(path: truth).rowNumbers()
        var lines: [String] = []
        for recall in recalls.split(separator: ",").compactMap({ Double($0) }) {
            let timed = try await SearchTiming(awaiting: asked) {
                try await found(collection, request($0, .recall(recall)))
            }
            lines.append(line("dense", "recall=\(recall)", timed, truth))
        }
        for kept in Self.bucketsKept {
            let filter = FilterText("\(BenchCollection.bucket) < \(kept)")
            let truth = try await SearchTiming(awaiting: asked) {
                try await found(collection, request($0, .exhaustive, filter))
            }
            let timed = try await SearchTiming(awaiting: asked) {
                try await found(collection, request($0, .standard, filter))
            }
            lines.append(line("filtered", filter.text, timed, truth.found))
        }
        if !words.isEmpty {
            let asked = try BenchText.read(words)
            let timed = try await SearchTiming(awaiting: asked) {
                try await found(collection, SearchRequest(.text(field: BenchCollection.words, $0.text)))
            }
            lines.append(line("words", "BM25", timed, nil))
        }
        return lines
    }

    private func request(_ vector: [Float], _ effort: SearchEffort, _ filter: FilterText? = nil) -> SearchRequest {
        var request = SearchRequest(.dense(field: BenchCollection.vector, vector), limit: Self.neighbours)
        request.effort = effort
        request.filter = filter
        return request
    }

    private func found(_ collection: any VectorCollection, _ request: SearchRequest) async throws -> [Int] {
        try await collection.search(request).map { hit in
            guard case .int(let row) = hit.key else { preconditionFailure("rows are numbers") }
            return Int(row)
        }
    }

    private func line(_ measured: String, _ setting: String, _ timed: SearchTiming, _ truth: [[Int]]?) -> String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("measured", measured)
            writer.member("setting", setting)
            timed.write(to: &writer)
            writer.member(ifPresent: "recall", truth.map { timed.recall(of: $0) })
            writer.member("peakBytes", ProcessMemory.bytes("VmHWM"))
            writer.member("ownBytes", ProcessMemory.bytes("RssAnon"))
        }
        return writer.text
    }
}
