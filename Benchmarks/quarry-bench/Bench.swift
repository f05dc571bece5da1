import Chat
import Foundation
import JSONStream

/// Times single rooms of the house: `quarry-bench json FILE` walks every value of a file, `quarry-bench messages FILE` reads
/// an export's messages into batches. Prints one JSON object: bytes, seconds, MB/s.
@main
struct Bench {
    static func main() {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 2, let task = Task(rawValue: arguments[0]) else {
            print("usage: quarry-bench json|messages FILE")
            exit(64)
        }
        let started = ContinuousClock.now
        let bytes: Int
        do {
            bytes = try task.run(arguments[1])
        } catch {
            print("quarry-bench: \(arguments[1]): \(error)")
            exit(1)
        }
        let elapsed = ContinuousClock.now - started
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("task", task.rawValue)
            writer.member("bytes", bytes)
            writer.member("seconds", seconds)
            writer.member("megabytesPerSecond", Double(bytes) / 1e6 / seconds)
        }
        print(writer.text)
    }

    private enum Task: String {
        case json
        case messages

        func run(_ path: String) throws -> Int {
            switch self {
            case .json: try Self.walk(path)
            case .messages: try Self.readMessages(path)
            }
        }

        /// Visits every key and value, decoding numbers and measuring strings, as a reader that wants all of it would.
        private static func walk(_ path: String) throws -> Int {
            var reader = JSONReader(try FileBytes.source(path))
            var visitor = Visitor()
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if key == "messages" {
                    try reader.beginArray()
                    while try reader.nextElement() {
                        try reader.value { cursor throws(JSONError) in try visitor.visit(&cursor) }
                    }
                } else {
                    try reader.value { cursor throws(JSONError) in try visitor.visit(&cursor) }
                }
            }
            precondition(visitor.values > 0)
            return reader.offset
        }

        private static func readMessages(_ path: String) throws -> Int {
            var reader = DiscordReader(try FileBytes.source(path), channel: .number(0))
            var position = 0
            while let batch = reader.nextBatch() { position = batch.position }
            return position
        }
    }
}

/// Goes through a value of any kind.
private struct Visitor {
    var values = 0
    private var text: [UInt8] = []

    mutating func visit(_ cursor: inout JSONCursor) throws(JSONError) {
        values += 1
        switch try cursor.peek() {
        case .object:
            try cursor.beginObject()
            while try cursor.nextKey() != nil { try visit(&cursor) }
        case .array:
            try cursor.beginArray()
            while try cursor.nextElement() { try visit(&cursor) }
        case .string:
            text.removeAll(keepingCapacity: true)
            try cursor.string().append(to: &text)
        case .number: _ = try cursor.double()
        case .boolean: _ = try cursor.boolean()
        case .null: _ = try cursor.null()
        }
    }
}
