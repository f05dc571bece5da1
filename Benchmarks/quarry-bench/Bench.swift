import Chat
import Foundation
import JSONStream

/// Times single rooms of the house: `quarry-bench json FILE` walks every value of a file, `quarry-bench messages FILE` reads
/// an export's messages into batches, `quarry-bench tokenise-speed MODEL FILE` tokenises a file's lines. Prints one JSON
/// object: bytes, seconds, MB/s. `quarry-bench tokenise MODEL` answers `scripts/eval-tokenizer`; `encode`, `query` and `rerank`
/// time encoders, and have a `--help` of their own.
@main
struct Bench {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            if EncoderBench.knows(arguments.first) { return try await EncoderBench.run(arguments) }
            switch (arguments.first, arguments.count) {
            case ("tokenise", 2): try TokeniserBench(model: arguments[1]).answer()
            case ("tokenise-speed", 3): try TokeniserBench(model: arguments[1]).measure(arguments[2])
            case (let name?, 2):
                guard let task = Task(rawValue: name) else { fallthrough }
                try time(task, arguments[1])
            default:
                print("usage: quarry-bench json|messages FILE, tokenise MODEL, tokenise-speed MODEL FILE")
                print("       quarry-bench encode|query|rerank|sparse|dense|neighbours|engine|stream --help")
                print("       quarry-bench engine-write|engine-stream --help")
                exit(64)
            }
        } catch {
            print("quarry-bench: \(arguments.dropFirst().first ?? ""): \(error)")
            exit(1)
        }
    }

    private static func time(_ task: Task, _ path: String) throws {
        let started = ContinuousClock.now
        let bytes = try task.run(path)
        let seconds = (ContinuousClock.now - started) / .seconds(1)
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
