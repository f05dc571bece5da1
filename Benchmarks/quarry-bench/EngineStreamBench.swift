import Arguments
import Foundation
import JSONStream
import VectorEngine

/// Times searches of one thread, in quiet and while records stream in.
struct EngineStreamBench: Measurement {
    static let name = "engine-stream"
    static let summary = "Times searches in quiet, and while records stream in."
    static let parameters: [Parameter<Self>] = [
        .positional("FOLDER", \.folder, "Where the store is made; it must not be there."),
        .option("base", \.base, value: "FILE", "Vectors, as a NumPy file of f32; seeded clusters if empty."),
        .option("rows", \.rows, value: "N", "Records before the measurement."),
        .option("rate", \.rate, value: "N", "Records that stream in each second, half of them in place of others."),
        .option("batch", \.batch, value: "N", "Records of a batch."),
        .option("seconds", \.seconds, value: "N", "How long each measurement takes."),
    ]

    var folder = ""
    var base = ""
    var rows = 50_000
    var rate = 2000
    var batch = 100
    var seconds = 15

    private static let dimension = 384

    func measure() async throws -> String {
        let vectors = try base.isEmpty ? nil : NumPyMatrix(path: base)
        let source = StreamedRecords(vectors: vectors, dimension: vectors?.columns ?? Self.dimension)
        let store = try EmbeddedStore(folder, .writing(note: "quarry-bench engine-stream"))
        let collection = try await store.createCollection(source.schema)
        for start in stride(from: 0, to: rows, by: 10_000) {
            try await collection.upsert((start..<min(rows, start + 10_000)).map { source.record($0, version: 0) })
        }
        try await collection.compact()
        _ = try await searches(of: collection, source, for: .seconds(1))
        let quiet = try await searches(of: collection, source, for: .seconds(seconds))
        let (streaming, written) = try await streamed(collection, source)
        let statistics = try await collection.statistics()
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("rows", rows)
            writer.member("recordsPerSecond", Double(written.latencies.count * batch) / written.seconds)
            writer.member("quiet", Latencies(quiet.map(\.passed)))
            writer.member("streaming", Latencies(streaming.map(\.passed)))
            // Of the processor alone: what others on the machine do is left out.
            writer.member("quietComputed", Latencies(quiet.map(\.computed)))
            writer.member("streamingComputed", Latencies(streaming.map(\.computed)))
            writer.member("batches", Latencies(written.latencies))
            writer.member("segments", statistics.segments)
            writer.member("records", statistics.records)
            writer.member("unflushedRecords", statistics.unflushedRecords)
        }
        return writer.text
    }

    private func streamed(
        _ collection: any VectorCollection, _ source: StreamedRecords
    ) async throws -> (searches: [TimedSearch], written: Written) {
        async let written = write(to: collection, source)
        let searches = try await searches(of: collection, source, for: .seconds(seconds))
        return (searches, try await written)
    }

    private struct Written {
        var latencies: [Double] = []
        var seconds = 0.0
    }

    private func write(to collection: any VectorCollection, _ source: StreamedRecords) async throws -> Written {
        var written = Written()
        let clock = ContinuousClock()
        let started = clock.now
        var next = rows
        var random = ScriptGenerator(seed: 3)
        for number in 0..<seconds * rate / batch {
            try await clock.sleep(until: started + .seconds(Double(number * batch) / Double(rate)))
            let records = (0..<batch).map { index in
                if index % 2 == 0 { next += 1 }
                let row = index % 2 == 0 ? next - 1 : Int.random(in: 0..<rows, using: &random)
                return source.record(row, version: number + 1)
            }
            let watch = StopWatch()
            try await collection.upsert(records)
            written.latencies.append(watch.seconds * 1000)
        }
        written.seconds = (clock.now - started) / .seconds(1)
        return written
    }

    private func searches(
        of collection: any VectorCollection, _ source: StreamedRecords, for duration: Duration
    ) async throws -> [TimedSearch] {
        var searches: [TimedSearch] = []
        let end = ContinuousClock.now + duration
        var random = ScriptGenerator(seed: 4)
        while ContinuousClock.now < end {
            let request = SearchRequest(.dense(field: "vector", source.query(&random)))
            let (watch, before) = (StopWatch(), Self.computedSeconds)
            _ = try await collection.search(request)
            let computed = Self.computedSeconds - before
            searches.append(TimedSearch(passed: watch.seconds * 1000, computed: computed * 1000))
        }
        return searches
    }

    /// Of this thread; a search is on one from its beginning to its end.
    private static var computedSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Milliseconds of a search, by the clock and by the processor.
private struct TimedSearch {
    let passed: Double
    let computed: Double
}

/// Some durations in milliseconds, in short.
private struct Latencies: JSONEncodable {
    private let sorted: [Double]

    init(_ milliseconds: [Double]) {
        sorted = milliseconds.sorted()
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("count", sorted.count)
            writer.member("p50", sorted[sorted.count / 2])
            writer.member("p99", sorted[sorted.count * 99 / 100])
            writer.member("most", sorted[sorted.count - 1])
        }
    }
}

/// Records of rows of a matrix, or of seeded clusters.
private struct StreamedRecords {
    let vectors: NumPyMatrix?
    let dimension: Int

    private static let clusters = 2000
    private static let words = 20_000

    var schema: CollectionSchema {
        CollectionSchema(
            "passages", dense: [DenseField("vector", dimension: dimension)],
            sparse: [SparseField("words", .text(field: "text"))],
            scalars: [ScalarField("text", .string), ScalarField("version", .int64)])
    }

    func record(_ row: Int, version: Int) -> Record {
        var random = ScriptGenerator(seed: UInt64(row) &* 7919 &+ UInt64(version))
        let words = (0..<20).map { _ in
            // Some words are frequent, most are rare.
            let place = Double.random(in: 0..<1, using: &random)
            return "w\(Int(place * place * place * Double(Self.words)))x"
        }
        return Record(
            .int(Int64(row)), vectors: ["vector": vector(row, &random)],
            fields: ["text": .string(words.joined(separator: " ")), "version": .int(Int64(version))])
    }

    func query(_ random: inout ScriptGenerator) -> [Float] {
        vector(Int.random(in: 0..<(vectors?.rows ?? 1 << 20), using: &random), &random)
    }

    private func vector(_ row: Int, _ random: inout ScriptGenerator) -> [Float] {
        if let vectors { return vectors[row % vectors.rows] }
        var centre = ScriptGenerator(seed: UInt64(row % Self.clusters))
        return (0..<dimension).map { _ in
            Float.random(in: -1...1, using: &centre) + Float.random(in: -0.7...0.7, using: &random)
        }
    }
}
