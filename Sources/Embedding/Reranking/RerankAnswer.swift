import JSONStream

/// What a server says to a request for scores, best first or in whatever order.
struct RerankAnswer: JSONDecodable {
    struct Score: JSONDecodable, AnswerItem {
        let index: Int
        let value: Float

        var isFinite: Bool {
            value.isFinite
        }
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
    func scores(for count: Int) throws(RemoteModelError.Kind) -> [Float] {
        try results.inOrder(of: count).map(\.value)
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
