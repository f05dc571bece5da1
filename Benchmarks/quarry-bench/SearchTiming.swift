import JSONStream

/// What each of some queries found, and how long it took, in milliseconds, sorted.
///
/// A tenth is asked beforehand; the peers do the same.
struct SearchTiming {
    private(set) var found: [[Int]] = []
    private(set) var milliseconds: [Double] = []

    init<Query>(_ queries: [Query], _ search: (Query) throws -> [Int]) throws {
        for query in queries.prefix(Self.warmUp(queries.count)) { _ = try search(query) }
        for query in queries {
            let watch = StopWatch()
            let rows = try search(query)
            milliseconds.append(watch.seconds * 1000)
            found.append(rows)
        }
        milliseconds.sort()
    }

    init<Query>(awaiting queries: [Query], _ search: (Query) async throws -> [Int]) async throws {
        for query in queries.prefix(Self.warmUp(queries.count)) { _ = try await search(query) }
        for query in queries {
            let watch = StopWatch()
            let rows = try await search(query)
            milliseconds.append(watch.seconds * 1000)
            found.append(rows)
        }
        milliseconds.sort()
    }

    /// All at once; each has its share of the time.
    init(together queries: [[Float]], _ search: ([[Float]]) throws -> [[Int]]) throws {
        let watch = StopWatch()
        found = try search(queries)
        milliseconds = queries.map { [share = watch.seconds * 1000 / Double(queries.count)] _ in share }
    }

    /// Times alone, of searches whose results are of no interest.
    init(milliseconds: [Double]) {
        self.milliseconds = milliseconds.sorted()
    }

    private static func warmUp(_ count: Int) -> Int {
        max(1, count / 10)
    }

    func percentile(_ percent: Int) -> Double {
        milliseconds.isEmpty ? 0 : milliseconds[milliseconds.count * percent / 100]
    }

    /// The share of the true rows that was found.
    func recall(of truth: [[Int]]) -> Double {
        let hits = zip(found, truth).reduce(0) { $0 + Set($1.0).intersection($1.1).count }
        return Double(hits) / Double(max(1, truth.reduce(0) { $0 + $1.count }))
    }

    func write(to writer: inout JSONWriter) {
        writer.member("queries", milliseconds.count)
        writer.member("queriesPerSecond", 1000 * Double(milliseconds.count) / max(1e-9, milliseconds.reduce(0, +)))
        writer.member("p50", percentile(50))
        writer.member("p99", percentile(99))
    }
}
