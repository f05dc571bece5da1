public import JSONStream

extension Redaction {
    /// A valid JSON document with each string in it redacted by itself; keys, numbers and the form stay as they are.
    public func redact(json: String) throws(JSONError) -> String {
        let bytes = Array(json.utf8)
        var result: [UInt8] = []
        var written = 0
        var index = 0
        while let start = bytes[index...].firstIndex(of: UInt8(ascii: "\"")) {
            let end = Self.stringEnd(bytes, from: start)
            index = end
            guard !Self.isKey(bytes, endingAt: end) else { continue }
            let text = try JSONCursor.reading(Array(bytes[start..<end])) { cursor throws(JSONError) in
                try cursor.string().string
            }
            let redacted = redact(text)
            guard !redacted.counts.isEmpty else { continue }
            var writer = JSONWriter()
            writer.element(redacted.text)
            result += bytes[written..<start] + writer.bytes
            written = end
        }
        guard written > 0 else { return json }
        return String(decoding: result + bytes[written...], as: UTF8.self)
    }

    /// Behind the quote that ends the string whose first quote stands here.
    private static func stringEnd(_ bytes: [UInt8], from start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, bytes.count)
    }

    private static func isKey(_ bytes: [UInt8], endingAt end: Int) -> Bool {
        bytes[end...].first { !$0.isSpace } == UInt8(ascii: ":")
    }
}
