import JSONStream

/// What a server says to a request for scores, best first or in whatever order.
struct RerankAnswer: JSONDecodable {
    struct Score: JSONDecodable {
        let index: Int
        let value: Float
    }

    let results: [Score]

    init(from cursor: inout JSONCursor) throws(JSONError) {
        let start = cursor.offset
        var results: [Score]?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "results": results = try cursor.decode()
            default: try cursor.skip()
            }
        }
        guard let results else { throw JSONError(.missingKey("results"), at: start) }
        self.results = results
    }

    /// The scores in the order of the passages.
    func scores(for count: Int) throws(RemoteRerankerError.Kind) -> [Float] {
        guard results.count == count else { throw .wrongCount(expected: count, got: results.count) }
        var ordered = [Float?](repeating: nil, count: count)
        for score in results {
            guard ordered.indices.contains(score.index) else { throw .unknownIndex(score.index) }
            guard ordered[score.index] == nil else { throw .duplicateIndex(score.index) }
            guard score.value.isFinite else { throw .notFinite(index: score.index) }
            ordered[score.index] = score.value
        }
        return ordered.compactMap(\.self)
    }
}

extension RerankAnswer.Score {
    init(from cursor: inout JSONCursor) throws(JSONError) {
        let start = cursor.offset
        var index: Int?
        var value: Float?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "index": index = try cursor.decode()
            case "relevance_score": value = Float(try cursor.double())
            default: try cursor.skip()
            }
        }
        guard let index else { throw JSONError(.missingKey("index"), at: start) }
        guard let value else { throw JSONError(.missingKey("relevance_score"), at: start) }
        self.index = index
        self.value = value
    }
}
