import Foundation
import JSONStream
import Testing

@Suite("Skipping JSON")
struct SkipTests {
    @Test(
        "a skip ends exactly behind the value",
        arguments: [
            "{}", "[]", "0", "-1.5e7", "true", "false", "null", "\"\"", #""a\"]}\\""#, "[[],{}]", "{\"a\":\"}\"}",
            "[\"]\",\"\\\\\"]", "{ \"a\" : [ 1 , { \"b\" : \"[{\\\"\" } ] }",
        ])
    func skipsValues(json: String) throws {
        let document = "[\(json) ,\(json),\n\(json)]"
        try JSONCursor.reading(Array(document.utf8)) { cursor throws(JSONError) in
            try cursor.beginArray()
            var count = 0
            while try cursor.nextElement() {
                try cursor.skip()
                count += 1
            }
            #expect(count == 3)
        }
        for windowSize in [16, 17, 40, 1024] {
            var reader = JSONReader(document, windowSize: windowSize)
            var count = 0
            try reader.beginArray()
            while try reader.nextElement() {
                try reader.skip()
                count += 1
            }
            try reader.finish()
            #expect(count == 3, "window \(windowSize)")
        }
    }

    @Test("a document that is one scalar can be skipped", arguments: ["0", "1.5", "true", "null", "\"a\"", " 7 \n"])
    func skipsScalars(json: String) throws {
        var reader = JSONReader(json)
        try reader.skip()
        try reader.finish()
        #expect(reader.offset == json.utf8.count)
    }

    @Test("what is no value cannot be skipped", arguments: ["[,1]", "[]]", "{\"a\":}", "[@]", "[1", "[\"a", "[[1,2]"])
    func refusesToSkip(json: String) {
        let whole = failure { () throws(JSONError) in
            try JSONCursor.reading(Array(json.utf8)) { cursor throws(JSONError) in
                if try cursor.peek() == .object {
                    try cursor.beginObject()
                    while try cursor.nextKey() != nil { try cursor.skip() }
                } else {
                    try cursor.beginArray()
                    while try cursor.nextElement() { try cursor.skip() }
                }
            }
        }
        #expect(whole != nil)
        let streamed = failure { () throws(JSONError) in
            var reader = JSONReader(json)
            if try reader.peek() == .object {
                try reader.beginObject()
                while try reader.nextKey() != nil { try reader.skip() }
            } else {
                try reader.beginArray()
                while try reader.nextElement() { try reader.skip() }
            }
            try reader.finish()
        }
        #expect(streamed?.kind == whole?.kind)
    }

    @Test("a value deeper than any limit is skipped")
    func skipsDeepValues() throws {
        let depth = 100_000
        var limits = JSONLimits()
        limits.depth = 3
        let source = RepeatingSource(
            "{\"a\":", repeating: "[", times: depth, String(repeating: "]", count: depth) + ",\"b\":7}")
        var reader = JSONReader(source, limits: limits, windowSize: 64)
        var keys: [String] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            keys.append(key)
            try reader.skip()
        }
        try reader.finish()
        #expect(keys == ["a", "b"])
    }
}

@Suite("JSON memory")
struct MemoryTests {
    /// The most memory that this process has held, in bytes.
    private static func peakMemory() throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) }) << 10
    }

    // Each runs in a process of its own: the peak belongs to the process, and other tests run beside this one.

    @Test("an array of 200 MB is read in less than 20 MB")
    func readsInConstantMemory() async {
        await #expect(processExitsWith: .success) {
            let message =
                "{\"id\":\"1\",\"content\":\"" + String(repeating: "all work and no play ", count: 2500) + "\"}"
            let source = RepeatingSource("[", repeating: message + ",", times: 200 << 20 / message.utf8.count, "null]")
            var reader = JSONReader(source)
            let before = try Self.peakMemory()
            var count = 0
            try reader.beginArray()
            while try reader.nextElement() {
                try reader.value { cursor throws(JSONError) in try cursor.skip() }
                count += 1
            }
            try reader.finish()
            #expect(count == 200 << 20 / message.utf8.count + 1)
            #expect(reader.offset > 200_000_000)
            #expect(try Self.peakMemory() - before < 20 << 20)
        }
    }

    @Test("a value of 24 MB is skipped in less than 20 MB")
    func skipsInConstantMemory() async {
        await #expect(processExitsWith: .success) {
            let source = RepeatingSource("[{\"a\":[", repeating: "[\"some text\"],", times: 24 << 20 / 14, "0]},7]")
            var reader = JSONReader(source)
            let before = try Self.peakMemory()
            try reader.beginArray()
            _ = try reader.nextElement()
            try reader.skip()
            _ = try reader.nextElement()
            let last = try reader.value { cursor throws(JSONError) in try cursor.integer() }
            #expect(last == 7)
            #expect(reader.offset > 24_000_000)
            #expect(try Self.peakMemory() - before < 20 << 20)
        }
    }

    @Test("a string of 24 MB over a limit of 1 MB is dropped in less than 20 MB")
    func dropsLongStrings() async {
        await #expect(processExitsWith: .success) {
            var limits = JSONLimits()
            limits.stringLength = 1 << 20
            let text = String(repeating: "0123456789abcdef", count: 4096)
            let source = RepeatingSource("[\"", repeating: text, times: 24 << 20 / text.utf8.count, "\",7]")
            var reader = JSONReader(source, limits: limits)
            let before = try Self.peakMemory()
            let found = try Tree.elements(of: &reader)
            #expect(found == [.string([]), .number(7)])
            #expect(reader.lostStrings == [1])
            #expect(try Self.peakMemory() - before < 20 << 20)
        }
    }
}
