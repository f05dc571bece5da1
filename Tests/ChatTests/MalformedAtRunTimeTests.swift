import Foundation
import JSONStream
import Testing

@testable import Chat

/// Malformed inputs that are too large for the repository, or no files at all.
@Suite("Malformed inputs made at run time", .serialized, .timeLimit(.minutes(2)))
struct MalformedAtRunTimeTests {
    @Test("a message of 20 MB is kept whole")
    func keepsLargeMessage() async throws {
        let reading = try MalformedReading()
        let path = try reading.file("large.json", MalformedExport.bytes(third: text(megabytes: 20)))
        let outcome = try await reading.read([path])
        #expect(outcome.problems == [])
        #expect(outcome.kept == ["1", "2", "3", "4", "5"])
        #expect(try await reading.messages()[2].content.utf8.count == 20 << 20)
    }

    @Test("a text of 40 MB is lost, its message kept")
    func losesLongText() async throws {
        let reading = try MalformedReading()
        let bytes = MalformedExport.bytes(third: text(megabytes: 40))
        let outcome = try await reading.read([try reading.file("long.json", bytes)])
        #expect(outcome.kept == ["1", "2", "3", "4", "5"])
        #expect(outcome.lost == 1)
        #expect(outcome.problems.map(\.kind) == [.damaged])
        #expect(outcome.problems.first?.offset == MalformedExport.offsetOfThirdText)
        #expect(try await reading.messages().map(\.content) == ["one", "two", "", "four", "five"])
    }

    @Test("a text of 1 GB is lost in bounded memory, its message kept")
    func losesEndlessText() throws {
        let before = try peakMemory()
        var reader = DiscordReader(LongTextSource(length: 1 << 30), channel: .number(0))
        var ids: [RecordID] = []
        var problems: [Problem] = []
        while let batch = reader.nextBatch() {
            ids += batch.messages.map(\.id)
            problems += batch.problems
        }
        #expect(ids.count == 5)
        #expect(problems.map(\.kind) == [.damaged])
        #expect(problems.first?.offset == MalformedExport.offsetOfThirdText)
        #expect(try peakMemory() - before < 300 << 20)
    }

    @Test("damage in one batch leaves the others whole")
    func readsBehindDamagedBatches() throws {
        var messages = (0..<7000).map { #"{"id":"\#(1000 + $0)","type":"Default","timestamp":"2024-10-27T08:00:00Z"}"# }
        messages[1500] += "]"
        messages[2500] = String(messages[2500].dropLast())
        messages[5000] = "{}"
        let json = #"{"channel":{"id":"2"},"messages":["# + messages.joined(separator: ",\n") + "]}"
        let audit = ReadingAudit(export: Array(json.utf8), windowSize: 64 << 10)
        #expect(audit.messages.count == 6998)
        #expect(audit.problems.map(\.lost) == [0, 1, 1, 0])
        #expect(audit.problems.map(\.kind) == [.damaged, .damaged, .damaged, .repaired])
        #expect(audit.violations == [])
    }

    @Test("a zip bomb is refused")
    func refusesZipBomb() async throws {
        let reading = try MalformedReading()
        let start = MalformedExport.bytes(third: [])[..<(MalformedExport.offsetOfThirdText + 1)]
        let bomb = ZipBomb(start: start + [UInt8(ascii: "a")], repeats: 1 << 19)
        let outcome = try await reading.read([try reading.file("bomb.zip", bomb.zip)])
        #expect(outcome.kept == [])
        #expect(outcome.lost == 1)
        #expect(outcome.problems.first?.detail.contains("zip bomb") == true)
    }

    @Test("a file that grows while it is read is read as it was, and again by the next run")
    func readsGrowingFile() async throws {
        let reading = try MalformedReading()
        let path = try reading.file("growing.json", MalformedExport.bytes(third: largeText))
        let outcome = try await reading.read([path]) {
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            try file.seekToEnd()
            try file.write(contentsOf: Data("more".utf8))
            try file.close()
        }
        #expect(outcome.kept == ["1", "2", "3", "4", "5"])
        #expect(outcome.lost == 0)
        #expect(outcome.problems.map(\.kind) == [.changing])
    }

    @Test("of a file that shrinks while it is read the rest is kept")
    func readsShrinkingFile() async throws {
        let reading = try MalformedReading()
        let path = try reading.file("shrinking.json", MalformedExport.bytes(third: largeText))
        let outcome = try await reading.read([path]) {
            let file = try FileHandle(forWritingTo: URL(filePath: path))
            try file.truncate(atOffset: UInt64(MalformedExport.offsetOfThirdText))
            try file.close()
        }
        #expect(outcome.kept == ["1", "2"])
        #expect(outcome.lost == 1)
        #expect(outcome.problems.map(\.kind) == [.truncated, .changing])
    }

    /// A text that makes its export too large to be read at once: such an export cannot change while it is read.
    private var largeText: [UInt8] {
        text(megabytes: 1)
    }

    private func text(megabytes: Int) -> [UInt8] {
        Array(repeating: UInt8(ascii: "a"), count: megabytes << 20)
    }

    /// The most memory that the process has held.
    private func peakMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter(\.isNumber))) << 10
    }
}

/// An export of five messages, the third with a text of one's own.
enum MalformedExport {
    private static let start = """
        {"guild":{"id":"1","name":"Harbour"},"channel":{"id":"2","type":"GuildTextChat","name":"quay"},
        "exportedAt":"2025-10-08T23:30:00+00:00","messages":[
        \(message(1, "one")),
        \(message(2, "two")),
        {"id":"1300000000000000103","type":"Default","timestamp":"2024-10-27T08:13:00Z","content":
        """
    private static let end = """
        ,"author":{"id":"1","name":"ada"}},
        \(message(4, "four")),
        \(message(5, "five"))],"messageCount":5}
        """

    /// Where the opening quote of the third message's text stands.
    static let offsetOfThirdText = start.utf8.count

    static func bytes(third: [UInt8]) -> [UInt8] {
        Array(start.utf8) + [UInt8(ascii: "\"")] + third + [UInt8(ascii: "\"")] + Array(end.utf8)
    }

    private static func message(_ number: Int, _ text: String) -> String {
        """
        {"id":"130000000000000010\(number)","type":"Default","timestamp":"2024-10-27T08:1\(number):00Z",\
        "content":"\(text)","author":{"id":"1","name":"ada"}}
        """
    }
}

/// `MalformedExport` with a third text that is in no memory.
private struct LongTextSource: ByteSource {
    private var pieces: [[UInt8]]
    private var remaining: Int

    init(length: Int) {
        let whole = MalformedExport.bytes(third: [])
        let quote = MalformedExport.offsetOfThirdText + 1
        pieces = [Array(whole[..<quote]), Array(whole[quote...])]
        remaining = length
    }

    mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let piece = pieces.first else { return 0 }
        if pieces.count == 1, remaining > 0 {
            let count = min(remaining, buffer.count)
            buffer.baseAddress.map { _ = memset($0, 0x61, count) }
            remaining -= count
            return count
        }
        let count = min(piece.count, buffer.count)
        buffer.copyBytes(from: piece[..<count])
        pieces[0].removeFirst(count)
        if pieces[0].isEmpty { pieces.removeFirst() }
        return count
    }
}
