/// What a term of a query gave to a row.
public struct TermContribution: Hashable, Sendable {
    /// The term as it was searched for, after lower-casing and stemming; the index of a vector's number.
    public let term: String
    /// How often the query has it, or the query's number.
    public let queryWeight: Float
    /// The collection's rows that have it, and what it weighs for that; nothing for vectors.
    public let documentFrequency: Int?
    public let inverseDocumentFrequency: Double?
    /// How often the row has it, or the row's number.
    public let value: Float
    /// What the row's length makes of saturation: k1 * (1 - b + b * length / average).
    public let lengthNorm: Float?
    /// What it added to the score.
    public let contribution: Float
}

extension SparseIndex {
    /// The scores of some rows, rising, to the bit as a search gives them; nothing for a row that has no term of the query.
    func scores(of rows: [UInt32], _ scorer: SparseScorer) throws(EngineError) -> [Float?] {
        precondition(scorer.kind == kind, "a query of the other kind")
        var scores = [Float?](repeating: nil, count: rows.count)
        try withView { view throws(EngineError) in
            let cursors = try CursorList(view, scorer)
            for index in 0..<cursors.count {
                for (position, row) in rows.enumerated() {
                    precondition(row < view.rows && (position == 0 || rows[position - 1] < row), "rising rows")
                    guard let more = try cursors[index].contribution(to: row, view, scorer) else { continue }
                    scores[position] = (scores[position] ?? 0) + more
                }
            }
        }
        return scores
    }

    /// What each term that a row has gave to its score, in the order in which they are summed.
    func explain(_ row: UInt32, _ scorer: SparseScorer) throws(EngineError) -> [TermContribution] {
        precondition(scorer.kind == kind && row < rows, "a query of the other kind, or a row that there is not")
        return try withView { view throws(EngineError) in
            let cursors = try CursorList(view, scorer)
            var found: [TermContribution] = []
            for index in 0..<cursors.count {
                guard let value = try cursors[index].value(of: row, view) else { continue }
                let term = scorer.terms[cursors.term(index)]
                found.append(scorer.explanation(of: term, value: value, length: view.lengths[Int(row)]))
            }
            return found
        }
    }
}

extension SparseScorer {
    fileprivate func explanation(of term: Term, value: UInt32, length: UInt32) -> TermContribution {
        let asked = query.terms[term.index]
        let isText = kind == .texts
        return TermContribution(
            term: query.withTerm(term.index) { bytes in
                isText
                    ? String(decoding: bytes, as: UTF8.self) : String(bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
            },
            queryWeight: asked.weight,
            documentFrequency: isText ? term.frequency : nil,
            inverseDocumentFrequency: isText
                ? BM25.inverseFrequency(rows: statistics.rows, frequency: term.frequency) : nil,
            value: isText ? Float(value) : Float(bitPattern: value),
            lengthNorm: isText ? saturation(length: length) : nil,
            contribution: contribution(value: value, length: length, weight: term.weight))
    }
}
