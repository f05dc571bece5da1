import JSONStream

/// What a server says to a request for vectors, in whatever order.
struct EmbeddingsAnswer: JSONDecodable {
    struct Vector: JSONDecodable, AnswerItem {
        let index: Int
        let values: [Float]

        var isFinite: Bool {
            values.allSatisfy(\.isFinite)
        }
    }

    let vectors: [Vector]
    /// What the server has counted, if it counts.
    let tokens: Int?

    init(from cursor: inout JSONCursor) throws(JSONError) {
        let start = cursor.offset
        var vectors: [Vector]?
        var tokens: Int?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "data": vectors = try cursor.decode()
            case "usage": tokens = try cursor.decode(Usage?.self)?.tokens
            default: try cursor.skip()
            }
        }
        guard let vectors else { throw JSONError(.missingKey("data"), at: start) }
        self.vectors = vectors
        self.tokens = tokens
    }

    /// The vectors as rows in the order of the texts.
    func rows(for count: Int) throws(RemoteModelError.Kind) -> VectorRows {
        let ordered = try vectors.inOrder(of: count).map(\.values)
        let dimension = ordered.first?.count ?? 0
        guard dimension > 0 else { throw .wrongDimension(expected: nil, got: 0) }
        var rows = VectorRows(dimension: dimension)
        for values in ordered {
            guard values.count == dimension else { throw .wrongDimension(expected: dimension, got: values.count) }
            rows.values += values
        }
        return rows
    }
}

extension EmbeddingsAnswer.Vector {
    init(from cursor: inout JSONCursor) throws(JSONError) {
        let start = cursor.offset
        var index: Int?
        var values: [Float]?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "index": index = try cursor.decode()
            case "embedding": values = try Self.values(from: &cursor)
            default: try cursor.skip()
            }
        }
        guard let index else { throw JSONError(.missingKey("index"), at: start) }
        guard let values else { throw JSONError(.missingKey("embedding"), at: start) }
        self.index = index
        self.values = values
    }

    /// An array of numbers, or little-endian f32 in base64.
    private static func values(from cursor: inout JSONCursor) throws(JSONError) -> [Float] {
        var values: [Float] = []
        guard try cursor.peek() == .string else {
            try cursor.beginArray()
            while try cursor.nextElement() { values.append(Float(try cursor.double())) }
            return values
        }
        let start = cursor.offset
        var text: [UInt8] = []
        try cursor.string().append(to: &text)
        guard let floats = Base64Floats.decode(text) else {
            throw JSONError(.unacceptable(expected: "base64 of 32-bit numbers"), at: start)
        }
        return floats
    }
}

private struct Usage: JSONDecodable {
    var tokens: Int?

    init(from cursor: inout JSONCursor) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "prompt_tokens": tokens = try cursor.decode()
            default: try cursor.skip()
            }
        }
    }
}
