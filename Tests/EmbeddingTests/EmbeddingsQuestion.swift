import JSONStream
import TestSupport

/// A request for vectors as a server reads it, and the answers that servers give.
struct EmbeddingsQuestion: JSONDecodable {
    var model = ""
    var input: [String] = []
    var format = ""

    init(from cursor: inout JSONCursor) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "model": model = try cursor.decode()
            case "input": input = try cursor.decode()
            case "encoding_format": format = try cursor.decode()
            case let key: throw JSONError(.unknownKey(key.string, known: []), at: cursor.offset)
            }
        }
    }

    init(_ request: ReceivedRequest) throws(JSONError) {
        try self.init(json: Array(request.body.utf8))
    }

    /// A vector that tells which text it is of.
    static func vector(of text: String) -> [Float] {
        [Float(text.utf8.count), Float(text.utf8.first ?? 0) / 3, -0.5]
    }

    /// The right vectors in the format asked for, the last text first.
    var answer: ServerAnswer {
        let data = input.enumerated().reversed().map { index, text in
            Self.entry(index, format == "base64" ? Self.base64(Self.vector(of: text)) : "\(Self.vector(of: text))")
        }
        return .json(Self.list(data, tokens: input.count * 10))
    }

    static func entry(_ index: Int, _ embedding: String) -> String {
        #"{"object": "embedding", "index": \#(index), "embedding": \#(embedding)}"#
    }

    static func list(_ data: [String], tokens: Int? = nil) -> String {
        let usage = tokens.map { #", "usage": {"prompt_tokens": \#($0), "total_tokens": \#($0)}"# } ?? ""
        return #"{"object": "list", "model": "m", "data": [\#(data.joined(separator: ", "))]\#(usage)}"#
    }

    /// As a JSON string.
    static func base64(_ values: [Float]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let bits = values.flatMap { value in
            (0..<4).flatMap { byte in
                let byte = value.bitPattern >> (8 * UInt32(byte)) & 0xff
                return (0..<8).map { bit in byte >> (7 - UInt32(bit)) & 1 }
            }
        }
        let digits = stride(from: 0, to: bits.count, by: 6).map { start in
            let group = bits[start..<min(start + 6, bits.count)]
            return alphabet[Int(group.reduce(0) { $0 << 1 | $1 } << UInt32(6 - group.count))]
        }
        return "\"" + String(digits) + String(repeating: "=", count: (4 - digits.count % 4) % 4) + "\""
    }
}
