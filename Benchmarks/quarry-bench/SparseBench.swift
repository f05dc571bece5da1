public import Arguments
import Foundation
import JSONStream
public import VectorEngine

/// Times BM25 over texts on one thread, one query at a time; a query's analysis counts, as a text's does.
struct SparseBench: Measurement {
    static let name = "sparse"
    static let summary = "Times BM25 on one thread, or writes what it finds for a metric script."
    static let parameters: [Parameter<Self>] = [
        .positional("CORPUS", \.corpus, "Texts: one a line, or a corpus.jsonl with id, title and text."),
        .positional("QUERIES", \.queries, "Queries: one a line, or a queries.jsonl with id and text."),
        .option("top", \.top, value: "N", "How many texts a query asks for."),
        .option("run", \.run, value: "FILE", "Writes `qid docid rank score`, a line each."),
        .option("language", \.language, value: "NAME", "Whose endings are taken off words; standard for nobody's."),
        .option("k1", \.k1, value: "N", "How soon more of a term says nothing more."),
        .option("b", \.b, value: "N", "How much of a term a longer text needs."),
    ]

    var corpus = ""
    var queries = ""
    var top = 10
    var run: String?
    var language = AnalyserLanguage.english
    var k1 = BM25().k1
    var b = BM25().b

    /// The share of the queries that is asked beforehand; the peers do the same.
    private static let warmUp = 10

    func measure() throws -> String {
        let texts = try BenchText.read(corpus)
        let asked = try BenchText.read(queries)
        let strings = texts.map(\.text)
        let watch = StopWatch()
        let index = try TextIndex(strings, options: AnalyserOptions(language), parameters: BM25(k1: k1, b: b))
        let built = watch.seconds
        for query in asked.prefix(asked.count / Self.warmUp) { _ = try index.search(query.text, limit: top) }
        var milliseconds: [Double] = []
        var lines: [String] = []
        var hits = 0
        for query in asked {
            let watch = StopWatch()
            let found = try index.search(query.text, limit: top)
            milliseconds.append(watch.seconds * 1000)
            hits += found.count
            guard run != nil else { continue }
            for (rank, match) in found.enumerated() {
                lines.append("\(query.id) \(texts[match.text].id) \(rank + 1) \(match.score)\n")
            }
        }
        if let run { try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: run)) }
        let total = milliseconds.reduce(0, +) / 1000
        milliseconds.sort()
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("texts", texts.count)
            writer.member("queries", asked.count)
            writer.member("buildSeconds", built)
            writer.member("queriesPerSecond", Double(asked.count) / total)
            writer.member("p50", milliseconds[milliseconds.count / 2])
            writer.member("p99", milliseconds[milliseconds.count * 99 / 100])
            writer.member("indexBytes", index.byteCount)
            writer.member("terms", index.termCount)
            writer.member("hits", hits)
        }
        return writer.text
    }
}

/// A text or query with its name.
struct BenchText {
    var id: String
    var text: String

    /// The lines of a file, named by their numbers, or the rows of one of JSON Lines.
    static func read(_ path: String) throws -> [BenchText] {
        if path.hasSuffix(".jsonl") {
            return try EncoderBench.lines(of: path, as: Row.self).map(\.text)
        }
        let lines = try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: 0x0a)
        return lines.enumerated().map {
            BenchText(id: String($0.offset), text: String(decoding: $0.element, as: UTF8.self))
        }
    }

    private struct Row: JSONDecodable {
        let text: BenchText

        init(from cursor: inout JSONCursor) throws(JSONError) {
            var (id, title, text) = ("", "", "")
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                switch key {
                case "id": id = try cursor.decode()
                case "title": title = try cursor.decode(String?.self) ?? ""
                case "text": text = try cursor.decode()
                default: try cursor.skip()
                }
            }
            self.text = BenchText(id: id, text: title.isEmpty ? text : title + "\n" + text)
        }
    }
}

extension AnalyserLanguage: ArgumentValue {}
