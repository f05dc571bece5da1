/// Texts in memory that are searched by their words: one segment and its analyser, without a collection around them.
///
/// For any number of threads. A search takes as long as one of a segment of a collection.
package struct TextIndex: Sendable {
    package let parameters: BM25

    private let index: SparseIndex
    private let analyser: QueryAnalyser

    private static let section = "sparse"

    /// Analyses and indexes texts, which are numbered from 0.
    package init(
        _ texts: [String], options: AnalyserOptions = AnalyserOptions(), parameters: BM25 = BM25()
    ) throws(EngineError) {
        self.parameters = parameters
        analyser = QueryAnalyser(options)
        var builder = SparseTextBuilder(options)
        for text in texts { builder.append(text) }
        var segment = try SegmentWriter()
        try segment.section(Self.section) { sink throws(EngineError) in try builder.write(to: sink) }
        index = try SparseIndex(segment.finishInMemory().section(Self.section))
    }

    package var count: Int {
        index.rows
    }

    /// Distinct terms.
    package var termCount: Int {
        index.termCount
    }

    /// Bytes of the index.
    package var byteCount: Int {
        index.bytes.count
    }

    /// The best texts that have a word of the query, the best first; equal scores by number.
    package func search(_ query: String, limit: Int) throws(EngineError) -> [TextMatch] {
        try index.search(scorer(query), limit: limit).map { TextMatch(text: Int($0.row), score: $0.score) }
    }

    /// What each word of a query gave to a text's score.
    package func explain(_ text: Int, _ query: String) throws(EngineError) -> [TermContribution] {
        try index.explain(UInt32(text), scorer(query))
    }

    private func scorer(_ query: String) throws(EngineError) -> SparseScorer {
        let query = analyser.query(query)
        var statistics = SparseStatistics(terms: query.terms.count)
        try statistics.add(index, query)
        return SparseScorer(query, statistics, parameters)
    }
}

/// A text that was found.
package struct TextMatch: Hashable, Sendable {
    package let text: Int
    package let score: Float
}
