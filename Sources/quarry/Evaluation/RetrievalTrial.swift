import JSONStream
import Search
import Store
import VectorEngine

/// All queries of a set, searched.
struct RetrievalTrial {
    let set: RetrievalSet
    let search: PassageSearch
    let settings: SearchSettings

    /// Queries whose time is taken, one at a time.
    private static let timed = 200

    func run() async throws -> RetrievalOutcome {
        let clock = ContinuousClock()
        // The first query pays for what is read from disk.
        _ = try await search.search(set.queries[0].text, settings)
        var times: [Duration] = []
        for query in set.queries.prefix(Self.timed) {
            let started = clock.now
            _ = try await search.search(query.text, settings)
            times.append(clock.now - started)
        }
        let started = clock.now
        let found = try await search.search(set.queries.map(\.text), settings)
        return RetrievalOutcome(
            queries: set.queries, found: found, times: times.sorted(), whole: clock.now - started)
    }

    /// A JSON object a hit.
    func explain(_ outcome: RetrievalOutcome, on console: Console) async throws {
        var writer = JSONWriter()
        for (query, found) in zip(outcome.queries, outcome.found) {
            for passage in found {
                let words = settings.mode == .dense ? [] : try await search.words(query.text, of: passage.key)
                writer.removeAll()
                passage.write(query: query.id, words, to: &writer)
                try console.print(writer.text)
            }
        }
    }
}

/// What the searches of a set found.
struct RetrievalOutcome {
    let queries: [TextItem]
    let found: [[FoundPassage]]
    /// Of single searches, rising.
    let times: [Duration]
    /// Of all of them together, on all cores.
    let whole: Duration

    /// A line a document: query, document, rank, score.
    func writeRun(to path: String) throws {
        var text = ""
        for (query, found) in zip(queries, found) {
            for passage in found { text += "\(query.id) \(passage.key.text) \(passage.rank) \(passage.score)\n" }
        }
        try AtomicFile.replace(path, with: Array(text.utf8))
    }

    func time(at share: Double) -> Double {
        times.isEmpty ? 0 : times[Int(Double(times.count - 1) * share)] / .milliseconds(1)
    }
}

extension RecordKey {
    /// As documents are named.
    var text: String {
        switch self {
        case .int(let number): String(number)
        case .string(let text): text
        }
    }
}

extension FoundPassage {
    fileprivate func write(query: String, _ words: [TermContribution], to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("query", query)
            writer.member("document", key.text)
            writer.member("rank", rank)
            writer.member("score", score)
            write(explanation: words, to: &writer)
        }
    }
}
