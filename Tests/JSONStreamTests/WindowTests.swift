import JSONStream
import Synchronization
import Testing

@Suite("JSON windows")
struct WindowTests {
    private static let sizes = [16, 17, 18, 19, 23, 31, 32, 64, 100, 255, 1024, 1 << 20]

    @Test("a window of any size gives the values that Foundation gives", arguments: 1...12 as ClosedRange<UInt64>)
    func agreesWithFoundation(seed: UInt64) throws {
        let json = RandomJSON.array(seed: seed, count: 12)
        let oracle = try Tree(foundation: json)
        try #require(try Tree(json: Array(json.utf8)) == oracle, "seed \(seed), whole")
        for size in Self.sizes {
            var reader = JSONReader(json, windowSize: size)
            let elements = try Tree.elements(of: &reader)
            try #require(.array(elements) == oracle, "seed \(seed), window \(size)")
            #expect(reader.offset == json.utf8.count, "seed \(seed), window \(size)")
        }
    }

    @Test("a source that trickles gives the same values", arguments: 21...23 as ClosedRange<UInt64>)
    func agreesWhenTrickling(seed: UInt64) throws {
        let json = RandomJSON.array(seed: seed, count: 8)
        let oracle = try Tree(foundation: json)
        for largest in [1, 3, 17] {
            for mark in [[], [0xef, 0xbb, 0xbf]] as [[UInt8]] {
                let source = TrickleSource(mark + json.utf8, largest: largest, seed: seed)
                var reader = JSONReader(source, windowSize: 32)
                let elements = try Tree.elements(of: &reader)
                #expect(.array(elements) == oracle, "seed \(seed), pieces up to \(largest), mark \(mark)")
            }
        }
    }

    @Test("a value that exactly fills the window is read", arguments: [16, 32, 48, 64])
    func readsFullWindows(size: Int) throws {
        let text = String(repeating: "x", count: size - 2)
        for after in ["", " ", " \"next\""] {
            var reader = JSONReader("\"\(text)\"\(after)", windowSize: size)
            let found = try reader.value { cursor throws(JSONError) in try cursor.string().string }
            #expect(found == text)
            let isAtEnd = try reader.isAtEnd()
            #expect(isAtEnd == (after.count < 2))
        }
    }

    @Test("a window that grew for one value is small again for the next")
    func shrinks() throws {
        let small = String(repeating: "[1],", count: 2000)
        let large = "\"" + String(repeating: "x", count: 5000) + "\","
        let requests = RecordingSource.Requests()
        var reader = JSONReader(RecordingSource(Array("[\(small)\(large)\(small)0]".utf8), requests), windowSize: 64)
        #expect(try Tree.elements(of: &reader).count == 4002)
        let sizes = requests.sizes.withLock { $0 }
        let largest = try #require(sizes.max())
        #expect((2500...8192).contains(largest))
        #expect(sizes.suffix(20).allSatisfy { $0 <= 64 })
    }

    @Test("keys longer than the window are read")
    func readsLongKeys() throws {
        for length in 10...70 {
            let key = String(repeating: "k", count: length)
            var reader = JSONReader(#"{"\#(key)": 1 , "\#(key)2":{"\#(key)":[]}}"#)
            try reader.beginObject()
            var keys: [String] = []
            while let key = try reader.nextKey() {
                keys.append(key)
                try reader.skip()
            }
            try reader.finish()
            #expect(keys == [key, key + "2"], "\(length)")
        }
    }

    @Test("the outer structure is walked through nested objects and arrays")
    func walksStructure() throws {
        var reader = JSONReader(#"{"guild":{"id":"1"},"messages":[{"id":1},{"id":2}],"count":2,"none":null}"#)
        var seen: [String] = []
        try reader.beginObject()
        while let key = try reader.nextKey() {
            seen.append(key)
            switch try reader.peek() {
            case .array:
                try reader.beginArray()
                while try reader.nextElement() {
                    let id = try reader.value { cursor throws(JSONError) in
                        var id: Int64 = 0
                        try cursor.beginObject()
                        while let key = try cursor.nextKey() {
                            if key == "id" { id = try cursor.integer() } else { try cursor.skip() }
                        }
                        return id
                    }
                    seen.append("\(id)")
                }
            default: try reader.skip()
            }
        }
        try reader.finish()
        #expect(seen == ["guild", "messages", "1", "2", "count", "none"])
    }
}

@Suite("JSON sequences")
struct SequenceTests {
    @Test("JSON Lines end where only white space is left", arguments: 31...36 as ClosedRange<UInt64>)
    func readsLines(seed: UInt64) throws {
        let lines = RandomJSON.lines(seed: seed, count: 12)
        let oracle = try lines.map(Tree.init(foundation:))
        for size in [16, 19, 64, 4096] {
            for end in ["", "\n", "\r\n  \n"] {
                var reader = JSONReader(lines.joined(separator: "\n") + end, windowSize: size)
                var found: [Tree] = []
                while try !reader.isAtEnd() {
                    found.append(try reader.value { cursor throws(JSONError) in try cursor.decode() })
                }
                try #require(found == oracle, "seed \(seed), window \(size), end \(end.debugDescription)")
            }
        }
    }

    @Test(
        "an empty source is at its end", arguments: ["", "\n \t\r\n", String(repeating: " ", count: 100), "\u{feff}"])
    func endsAtOnce(text: String) throws {
        var reader = JSONReader(text)
        let isAtEnd = try reader.isAtEnd()
        #expect(isAtEnd)
        #expect(reader.offset == text.utf8.count)
    }

    @Test("a byte order mark is skipped at the start, counted in offsets, and refused elsewhere")
    func skipsMark() throws {
        var reader = JSONReader("\u{feff}[1,x]")
        let inside = failure { () throws(JSONError) in try Tree.elements(of: &reader) }
        #expect(inside == JSONError(.unexpected(UInt8(ascii: "x"), expected: .value), at: 6))
        for (text, offset) in [("\u{feff}\u{feff}[]", 3), (" \u{feff}[]", 1), ("[\u{feff}]", 1)] {
            var reader = JSONReader(text)
            let found = failure { () throws(JSONError) in try Tree.elements(of: &reader) }
            #expect(found == JSONError(.unexpected(0xef, expected: .value), at: offset), "\(text.debugDescription)")
        }
    }
}
