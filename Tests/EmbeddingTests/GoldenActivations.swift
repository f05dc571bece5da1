import Foundation
import JSONStream
import Testing

/// What PyTorch computes for a text with all-MiniLM-L6-v2, written by `scripts/encoder-golden.py`.
struct GoldenActivations: JSONDecodable, Sendable, CustomTestStringConvertible {
    var text = ""
    var tokens: [Int] = []
    /// Of the embeddings, then of each layer.
    var states: [State] = []
    /// The pooled vector; of some texts only.
    var vector: [Double]?

    /// Of all tokens at one depth.
    struct State: JSONDecodable, Sendable {
        /// The first values of the first token.
        var first: [Double] = []
        var norm = 0.0
        var mean = 0.0
    }

    var testDescription: String {
        "\(tokens.count) tokens"
    }

    static func all() throws -> [GoldenActivations] {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/transformer.json")
        return try [GoldenActivations](json: Array(Data(contentsOf: path)))
    }
}

extension GoldenActivations {
    init(from cursor: inout JSONCursor) throws(JSONError) {
        self.init()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "text": text = try cursor.decode()
            case "tokens": tokens = try cursor.decode()
            case "states": states = try cursor.decode()
            case "vector": vector = try cursor.decode()
            default: try cursor.skip()
            }
        }
    }
}

extension GoldenActivations.State {
    init(from cursor: inout JSONCursor) throws(JSONError) {
        self.init()
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "first": first = try cursor.decode()
            case "norm": norm = try cursor.decode()
            case "mean": mean = try cursor.decode()
            default: try cursor.skip()
            }
        }
    }
}
