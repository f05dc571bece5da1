import Foundation
import TestSupport
import Testing

@testable import VectorEngine

@Suite struct SparseSearchTests {
    @Test(arguments: 0..<12) func theBestRowsAreThoseOfAScorerThatLooksAtEveryRow(seed: Int) throws {
        var corpus = SparseCorpus(seed: UInt64(seed))
        let segments = try (0..<1 + seed % 3).map { _ in try corpus.segment(rows: 1 + Int(corpus.random() % 6000)) }
        for _ in 0..<40 {
            let query = corpus.query()
            let parameters = BM25(
                k1: [0, 0.9, 1.5][Int(corpus.random() % 3)], b: [0, 0.4, 0.9, 1][Int(corpus.random() % 4)])
            let scorer = try SparseCorpus.scorer(query, segments, parameters)
            let limit = [1, 10, 100][Int(corpus.random() % 3)]
            for segment in segments {
                let filter = corpus.filter(segment.texts.count)
                var allowed = segment.deleted
                allowed.invert()
                if let filter { allowed.formIntersection(filter) }
                let expected = NaiveBM25(segments, query, parameters).best(segment, allowed, limit)
                let found = try segment.index.search(scorer, limit: limit, allowed: allowed)
                #expect(found == expected, "seed \(seed), query \(query.terms.count) terms, limit \(limit)")
                let rows = (0..<segment.texts.count).shuffled(using: &corpus.generator).prefix(20).sorted()
                let all = NaiveBM25(segments, query, parameters).scores(segment)
                #expect(try segment.index.scores(of: rows.map(UInt32.init), scorer) == rows.map { all[$0] })
            }
        }
    }

    @Test func mergingIsAsIndexingWhatIsLeft() throws {
        var corpus = SparseCorpus(seed: 77)
        let segments = try (0..<3).map { _ in try corpus.segment(rows: 700) }
        var sources: [SparseMerge.Source] = []
        var texts: [[String]] = []
        for segment in segments {
            sources.append(SparseMerge.Source(segment.index, without: segment.deleted, from: texts.count))
            texts += segment.texts.indices.filter { !segment.deleted[$0] }.map { segment.texts[$0] }
        }
        let merged = try SparseCorpus.section { sink throws(EngineError) in
            try SparseMerge(sources, rows: texts.count).write(.texts, to: sink)
        }
        let built = try SparseCorpus.section { sink throws(EngineError) in
            var builder = SparseTextBuilder(AnalyserOptions(.standard))
            for text in texts { builder.append(text.joined(separator: " ")) }
            try builder.write(to: sink)
        }
        #expect(try merged.bytes(at: 0, count: merged.count) == built.bytes(at: 0, count: built.count))
    }

    @Test func vectorsAreRankedByTheirInnerProducts() throws {
        var generator = SeededGenerator(seed: 5)
        let vectors = (0..<3000).map { _ in Self.vector(&generator) }
        let section = try SparseCorpus.section { sink throws(EngineError) in
            var builder = SparseVectorBuilder()
            for vector in vectors { builder.append(vector) }
            try builder.write(to: sink)
        }
        let index = try SparseIndex(section)
        for _ in 0..<50 {
            let query = Self.vector(&generator)
            let scorer = SparseScorer(SparseQuery(query))
            let expected = vectors.enumerated().compactMap { row, vector -> RowScore? in
                let weights = Dictionary(uniqueKeysWithValues: vector.map { ($0.index, $0.weight) })
                let products = scorer.terms.compactMap { term in
                    weights[query[term.index].index].map { term.weight * $0 }
                }
                return products.isEmpty ? nil : RowScore(row: UInt32(row), score: products.reduce(0, +))
            }.sorted().prefix(10)
            #expect(try index.search(scorer, limit: 10) == Array(expected))
        }
    }

    private static func vector(_ generator: inout SeededGenerator) -> [SparseElement] {
        let indexes = Set((0..<12).map { _ in UInt32.random(in: 0..<200, using: &generator) }).sorted()
        return indexes.map { SparseElement(index: $0, weight: Float.random(in: -0.3...1, using: &generator)) }
    }

    @Test func damageIsAnErrorAndNoCrash() throws {
        var corpus = SparseCorpus(seed: 9)
        let segment = try corpus.segment(rows: 900)
        let whole = try segment.section.bytes(at: 0, count: segment.section.count)
        for _ in 0..<500 {
            var bytes = whole
            for _ in 0..<3 {
                bytes[Int(corpus.random() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: corpus.random())
            }
            let damaged = try SparseCorpus.section { sink throws(EngineError) in try sink.append(bytes) }
            do throws(EngineError) {
                let index = try SparseIndex(damaged)
                let scorer = try SparseCorpus.scorer(corpus.query(), [segment], BM25())
                _ = try index.search(scorer, limit: 10)
                _ = try SparseRemovals(RowSet(rows: index.rows, all: index.rows < 1000), of: index)
            } catch { continue }
        }
    }
}

/// Rows of made-up words, of which few are frequent and many are rare.
struct SparseCorpus {
    struct Segment {
        let texts: [[String]]
        /// Of each word the rows that have it, and how often.
        let counts: [String: [Int: Int]]
        let deleted: RowSet
        let index: SparseIndex
        let section: SectionBytes
        let removals: SparseRemovals
    }

    var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func random() -> UInt64 {
        generator.next()
    }

    mutating func segment(rows: Int) throws -> Segment {
        let texts = (0..<rows).map { _ in (0..<Int(random() % 30)).map { _ in word() } }
        var deleted = RowSet(rows: rows)
        for row in 0..<rows where random() % 7 == 0 { deleted[row] = true }
        let section = try Self.section { sink throws(EngineError) in
            var builder = SparseTextBuilder(AnalyserOptions(.standard))
            for text in texts { builder.append(text.joined(separator: " ")) }
            try builder.write(to: sink)
        }
        let index = try SparseIndex(section)
        var counts: [String: [Int: Int]] = [:]
        for (row, text) in texts.enumerated() { for word in text { counts[word, default: [:]][row, default: 0] += 1 } }
        return Segment(
            texts: texts, counts: counts, deleted: deleted, index: index, section: section,
            removals: try SparseRemovals(deleted, of: index))
    }

    mutating func query() -> SparseQuery {
        var analyser = Analyser(AnalyserOptions(.standard))
        return SparseQuery((0..<1 + Int(random() % 7)).map { _ in word() }.joined(separator: " "), by: &analyser)
    }

    mutating func filter(_ rows: Int) -> RowSet? {
        let keep = [0, 2, 20, 500][Int(random() % 4)]
        guard keep > 0 else { return nil }
        var filter = RowSet(rows: rows)
        for row in 0..<rows where random() % UInt64(keep) == 0 { filter[row] = true }
        return filter
    }

    private mutating func word() -> String {
        let rank = Double.random(in: 0..<1, using: &generator)
        return "w\(Int(exp(rank * log(2000))))"
    }

    static func scorer(_ query: SparseQuery, _ segments: [Segment], _ parameters: BM25) throws(EngineError)
        -> SparseScorer
    {
        var statistics = SparseStatistics(terms: query.terms.count)
        for segment in segments { try statistics.add(segment.index, query, removed: segment.removals) }
        return SparseScorer(query, statistics, parameters)
    }

    static func section(_ write: (SectionSink) throws(EngineError) -> Void) throws(EngineError) -> SectionBytes {
        var writer = try SegmentWriter()
        try writer.section("sparse", write)
        return try writer.finishInMemory().section("sparse")
    }
}

/// BM25 by its formula, over all rows that were not deleted, in the order of sums that `BM25` promises.
struct NaiveBM25 {
    private var weights: [(term: String, weight: Float)] = []
    private let base: Float
    private let slope: Float

    init(_ segments: [SparseCorpus.Segment], _ query: SparseQuery, _ parameters: BM25) {
        let rows = segments.reduce(0) { $0 + $1.texts.count - $1.deleted.count }
        let words = segments.reduce(0) { sum, each in
            sum + each.texts.indices.reduce(0) { $0 + (each.deleted[$1] ? 0 : each.texts[$1].count) }
        }
        let average = Double(words) / Double(max(rows, 1))
        base = Float(parameters.k1 * (1 - parameters.b))
        slope = average > 0 ? Float(parameters.k1 * parameters.b / average) : 0
        for index in query.terms.indices {
            let term = query.withTerm(index) { String(decoding: $0, as: UTF8.self) }
            let having = segments.reduce(0) { sum, each in
                sum + (each.counts[term] ?? [:]).keys.count { !each.deleted[$0] }
            }
            let inverse = log(1 + (Double(rows - having) + 0.5) / (Double(having) + 0.5))
            weights.append((term, Float(Double(query.terms[index].weight) * (parameters.k1 + 1) * inverse)))
        }
        // Equal weights stay as in the query.
        weights = weights.enumerated().sorted {
            $0.element.weight != $1.element.weight
                ? $0.element.weight > $1.element.weight : $0.offset < $1.offset
        }.map(\.element)
    }

    func scores(_ segment: SparseCorpus.Segment) -> [Int: Float] {
        var scores: [Int: Float] = [:]
        for (term, weight) in weights {
            for (row, count) in segment.counts[term] ?? [:] {
                let saturation = base + slope * Float(segment.texts[row].count)
                scores[row, default: 0] += weight * Float(count) / (Float(count) + saturation)
            }
        }
        return scores
    }

    func best(_ segment: SparseCorpus.Segment, _ allowed: RowSet, _ limit: Int) -> [RowScore] {
        let found = scores(segment).filter { allowed[$0.key] }.map { RowScore(row: UInt32($0.key), score: $0.value) }
        return Array(found.sorted().prefix(limit))
    }
}
