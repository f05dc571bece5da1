import JSONStream
import Testing

@Suite("JSON limits")
struct LimitTests {
    @Test("nesting is allowed up to the limit, and refused at the bracket beyond it")
    func limitsDepth() throws {
        var limits = JSONLimits()
        limits.depth = 5
        let allowed = "[[{\"a\":[{}]}]]"
        _ = try Tree(json: Array(allowed.utf8), limits: limits)
        let refused = "[[{\"a\":[{\"b\":[]}]}]]"
        let whole = failure { () throws(JSONError) in try Tree(json: Array(refused.utf8), limits: limits) }
        #expect(whole == JSONError(.tooDeep(limit: 5), at: 13))
        let skipped = failure { () throws(JSONError) in
            try JSONCursor.reading(Array(refused.utf8), limits: limits) { cursor throws(JSONError) in try cursor.skip()
            }
        }
        #expect(skipped == whole)
        let streamed = failure { () throws(JSONError) in
            var reader = JSONReader(refused, limits: limits)
            return try Tree.elements(of: &reader)
        }
        #expect(streamed == whole)
    }

    @Test("nesting of a million levels is one error, not a crash")
    func refusesAttackOnStack() {
        for open in ["[", "{\"a\":"] {
            let json = Array(String(repeating: open, count: 1_000_000).utf8)
            let found = failure { () throws(JSONError) in try Tree(json: json) }
            #expect(found == JSONError(.tooDeep(limit: 128), at: 128 * open.utf8.count))
        }
    }

    @Test("a number of 128 bytes is read and one of 129 refused", arguments: [0, 5, 20])
    func limitsNumbers(blanks: Int) throws {
        let before = String(repeating: " ", count: blanks)
        let digits = String(repeating: "7", count: 128)
        var reader = JSONReader("[\(before)\(digits),\(digits)7]")
        try reader.beginArray()
        _ = try reader.nextElement()
        let found = try reader.value { cursor throws(JSONError) in try cursor.number().string }
        #expect(found == digits)
        let refused = failure { () throws(JSONError) in
            _ = try reader.nextElement()
            return try reader.value { cursor throws(JSONError) in try cursor.number().string }
        }
        #expect(refused == JSONError(.numberTooLong(limit: 128), at: 1 + blanks + 128 + 1))
    }

    @Test("a string over the limit becomes empty and is reported once, at its quote", arguments: [16, 32, 64, 1024])
    func losesLongStrings(windowSize: Int) throws {
        var limits = JSONLimits()
        limits.stringLength = 40
        let fits = String(repeating: "a", count: 40)
        // One byte over, many windows over, with escapes over a window's edge, and as a key.
        let long = [
            fits + "a", String(repeating: "b", count: 3000), String(repeating: #"\\\""#, count: 200),
            String(repeating: "ü", count: 21),
        ]
        var json = "["
        var expected: [Tree] = []
        var offsets: [Int] = []
        for text in long {
            json += #"{"a":"\#(fits)","b":""#
            offsets.append(json.utf8.count - 1)
            json += #"\#(text)","c":[1,""#
            offsets.append(json.utf8.count - 1)
            json += #"\#(text)"]},"#
            let kept = Tree.string(Array(fits.utf8))
            expected.append(.object(["a": kept, "b": .string([]), "c": .array([.number(1), .string([])])]))
            json += #"{""#
            offsets.append(json.utf8.count - 1)
            json += #"\#(text)":null},"#
            expected.append(.object(["": .null]))
        }
        json += "true]"
        var reader = JSONReader(json, limits: limits, windowSize: windowSize)
        let found = try Tree.elements(of: &reader)
        #expect(found == expected + [.boolean(true)])
        #expect(reader.lostStrings == offsets)
        #expect(reader.offset == json.utf8.count)
    }

    @Test("a long string that the source breaks off is truncated, not lost")
    func tellsTruncationFromLength() {
        var limits = JSONLimits()
        limits.stringLength = 40
        for windowSize in [16, 64, 1024] {
            var reader = JSONReader("[\"" + String(repeating: "a", count: 500), limits: limits, windowSize: windowSize)
            let found = failure { () throws(JSONError) in try Tree.elements(of: &reader) }
            #expect(found?.kind == .truncated, "window \(windowSize)")
            #expect(reader.lostStrings.isEmpty, "window \(windowSize)")
        }
    }

    @Test("a string that is read without a window is refused over the limit")
    func refusesLongStrings() throws {
        var limits = JSONLimits()
        limits.stringLength = 3
        #expect(try String(json: Array(#""abc""#.utf8), limits: limits) == "abc")
        let found = failure { () throws(JSONError) in try String(json: Array(#" "abcd""#.utf8), limits: limits) }
        #expect(found == JSONError(.valueTooLong(limit: 3), at: 1))
    }

    @Test("a value over the limit is refused where it begins, and the next one is read", arguments: [16, 64, 100])
    func limitsValues(windowSize: Int) throws {
        var limits = JSONLimits()
        limits.valueLength = 1024
        let fits = "[" + String(repeating: "{\"a\":1},", count: 60) + "0]"
        let long = "{\"a\":[" + String(repeating: "[1],", count: 1000) + "0]}"
        let before = "[\(fits), "
        var reader = JSONReader(before + long + ", {\"b\":2}]", limits: limits, windowSize: windowSize)
        try reader.beginArray()
        _ = try reader.nextElement()
        let count = try reader.value { cursor throws(JSONError) in try cursor.raw { $0.count } }
        #expect(count == fits.utf8.count)
        _ = try reader.nextElement()
        let refused = failure { () throws(JSONError) in
            try reader.value { cursor throws(JSONError) in try cursor.skip() }
        }
        #expect(refused == JSONError(.valueTooLong(limit: 1024), at: before.utf8.count))
        let isFound = try reader.resume(behindValue: true) { cursor in
            failure { () throws(JSONError) in
                try cursor.beginObject()
                guard try cursor.nextKey()?.string == "b" else { throw JSONError(.missingKey("b"), at: 0) }
            } == nil
        }
        #expect(isFound)
        let hasNext = try reader.nextElement()
        #expect(hasNext)
        let next = try reader.value { cursor throws(JSONError) in try Tree(from: &cursor) }
        #expect(next == .object(["b": .number(2)]))
    }
}
