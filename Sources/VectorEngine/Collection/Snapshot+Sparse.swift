extension Snapshot {
    /// The best rows of each segment by a sparse field.
    func sparseScores(
        _ name: String, _ query: SparseQuestion, _ count: Int, _ request: SearchRequest, _ allowed: [RowSet?]
    ) throws(EngineError) -> [[RowScore]] {
        guard let field = schema.sparse.firstIndex(where: { $0.name == name }) else { throw noSuchField(name) }
        let scorer = try scorer(field, query)
        var scores: [[RowScore]] = []
        for (index, segment) in segments.enumerated() {
            let sparse = segment.segment.sparse[field]
            guard let range = request.range?.inside(.innerProduct) else {
                scores.append(try sparse.search(scorer, limit: count, allowed: allowed[index]))
                continue
            }
            let rows = try sparse.search(scorer, limit: sparse.rows, allowed: allowed[index])
            scores.append(Array(rows.lazy.filter { range.contains($0.score) }.prefix(count)))
        }
        return scores
    }

    func explain(_ key: RecordKey, _ query: SearchQuery) throws(EngineError) -> [TermContribution] {
        let question: SparseQuestion =
            switch query {
            case .text(_, let text): .text(text)
            case .sparse(_, let vector): .vector(vector)
            case .dense, .like: throw .badRequest("only sparse fields have terms that explain a score")
            }
        guard let field = schema.sparse.firstIndex(where: { $0.name == query.field }) else {
            throw noSuchField(query.field)
        }
        guard let place = place(of: key) else { return [] }
        return try segments[place.segment].segment.sparse[field].explain(
            UInt32(place.row), try scorer(field, question))
    }

    /// What a query's terms weigh in the whole collection, as it is without what was deleted.
    func scorer(_ field: Int, _ question: SparseQuestion) throws(EngineError) -> SparseScorer {
        switch (question, schema.sparse[field].source, analysers[field]) {
        case (.text(let text), .text(_, let parameters, _), let analyser?):
            let query = analyser.query(text)
            var statistics = SparseStatistics(terms: query.terms.count)
            for segment in segments {
                let removals = try segment.removals?[field] ?? SparseRemovals()
                try statistics.add(segment.segment.sparse[field], query, removed: removals)
            }
            return SparseScorer(query, statistics, parameters)
        case (.vector(let vector), .vectors, _):
            guard vector.allSatisfy({ $0.weight.isFinite }), Set(vector.map(\.index)).count == vector.count else {
                throw .badRequest("a sparse vector with a weight that is no number, or an index that stands twice")
            }
            return SparseScorer(SparseQuery(vector))
        case (.text, _, _): throw .badRequest("'\(schema.sparse[field].name)' has vectors, and no words to look for")
        case (.vector, _, _): throw .badRequest("'\(schema.sparse[field].name)' is made of text, and takes no vector")
        }
    }
}

/// What a sparse field is asked.
enum SparseQuestion {
    case text(String)
    case vector([SparseElement])
}
