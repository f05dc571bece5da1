import Arguments
import JSONStream
import VectorEngine

/// Times searches of a collection while nobody writes, then while rows stream in, and counts what was acknowledged.
struct StreamBench: Measurement {
    static let name = "stream"
    static let summary = "Times searches while rows stream in."
    static let parameters: [Parameter<Self>] = [
        .positional("VECTORS", \.vectors, "Rows, as a NumPy file of f32; the last of them stream in."),
        .positional("QUERIES", \.queries, "Queries, as a NumPy file of f32."),
        .positional("TEXTS", \.texts, "The rows' texts, one a line; rows beyond them have them again."),
        .option("store", \.store, value: "DIR", "An empty folder for the collection."),
        .option("seconds", \.seconds, value: "N", "How long each part lasts."),
        .option("rate", \.rate, value: "N", "Rows a second that stream in."),
        .option("batch", \.batch, value: "N", "Records that are written at once."),
    ]

    var vectors = ""
    var queries = ""
    var texts = ""
    var store = ""
    var seconds = 10
    var rate = 2000
    var batch = 100

    func measure() async throws -> String {
        let folder = try BenchFolder(store)
        let rows = try BenchCollection(vectors: vectors, texts: texts)
        let queries = try NumPyMatrix(path: queries)
        let asked = (0..<queries.rows).map { queries[$0] }
        let first = max(0, rows.vectors.rows - rate * seconds)
        let (quiet, streaming, acknowledged) = try await search(rows, asked, first, in: folder.path)
        // Opened anew, as after a crash: what is in no segment comes from the log.
        let reopened = try await EmbeddedStore(folder.path, .reading).collection(BenchCollection.name)
        let count = try await reopened.count(nil)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("rows", first)
            writer.member("rate", rate)
            writer.member("seconds", seconds)
            writer.member("batch", batch)
            for (name, timing) in [("quiet", quiet), ("streaming", streaming)] {
                writer.object(name) { timing.write(to: &$0) }
            }
            writer.member("ratioOfP99", streaming.percentile(99) / max(1e-9, quiet.percentile(99)))
            writer.member("streamedRows", acknowledged)
            writer.member("lostRows", first + acknowledged - count)
        }
        return writer.text
    }

    private func search(
        _ rows: BenchCollection, _ asked: [[Float]], _ first: Int, in folder: String
    ) async throws -> (quiet: SearchTiming, streaming: SearchTiming, acknowledged: Int) {
        let collection = try await EmbeddedStore(folder, .writing(note: "quarry-bench")).createCollection(
            BenchCollection.schema(dimension: rows.vectors.columns, index: .auto, storage: .full))
        try await rows.upsert(0..<first, into: collection, batch: 1000)
        try await collection.compact()
        for query in asked.prefix(asked.count / 10) { _ = try await collection.search(request(query)) }
        let quiet = try await searchForAWhile(collection, asked)
        async let written = stream(rows, from: first, into: collection)
        let streaming = try await searchForAWhile(collection, asked)
        return (quiet, streaming, try await written)
    }

    private func request(_ vector: [Float]) -> SearchRequest {
        SearchRequest(.dense(field: BenchCollection.vector, vector))
    }

    private func searchForAWhile(_ collection: any VectorCollection, _ asked: [[Float]]) async throws -> SearchTiming {
        var milliseconds: [Double] = []
        let whole = StopWatch()
        while whole.seconds < Double(seconds) {
            let watch = StopWatch()
            _ = try await collection.search(request(asked[milliseconds.count % asked.count]))
            milliseconds.append(watch.seconds * 1000)
        }
        return SearchTiming(milliseconds: milliseconds)
    }

    /// Writes at the rate that was asked for, or as fast as it goes; returns the rows that were acknowledged.
    private func stream(
        _ rows: BenchCollection, from first: Int, into collection: any VectorCollection
    ) async throws -> Int {
        let clock = ContinuousClock()
        let started = clock.now
        var written = 0
        while first + written + batch <= rows.vectors.rows, clock.now - started < .seconds(seconds) {
            try await rows.upsert(first + written..<first + written + batch, into: collection, batch: batch)
            written += batch
            try await clock.sleep(until: started + .seconds(Double(written) / Double(rate)))
        }
        return written
    }
}
