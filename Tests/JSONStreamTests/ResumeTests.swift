import JSONStream
import TestSupport
import Testing

/// An array of messages with one place damaged, and what must still be read of it.
private struct DamagedArray: CustomTestStringConvertible {
    let name: String
    let damage: String
    /// The ids that are read; the damage stands between 2 and 9.
    let ids: [Int64]

    var json: String {
        let before = #"[{"id":1,"text":"a"},{"id":2,"text":"{[,"}"#
        return before + damage + #"{"id":9,"text":"b"},{"id":10,"text":"c"}]"#
    }

    var testDescription: String { name }

    static let all = [
        DamagedArray(name: "no damage", damage: ",", ids: [1, 2, 9, 10]),
        DamagedArray(name: "missing comma", damage: "", ids: [1, 2, 9, 10]),
        DamagedArray(name: "missing comma, blank", damage: "\n   ", ids: [1, 2, 9, 10]),
        DamagedArray(name: "two commas", damage: ",,", ids: [1, 2, 9, 10]),
        DamagedArray(name: "stray closing brace", damage: "},", ids: [1, 2, 9, 10]),
        DamagedArray(name: "stray brace as an element", damage: ",},", ids: [1, 2, 9, 10]),
        DamagedArray(name: "stray opening brace", damage: ",{", ids: [1, 2, 9, 10]),
        DamagedArray(name: "stray opening bracket", damage: ",[", ids: [1, 2, 9, 10]),
        DamagedArray(name: "rubbish", damage: ",@#!,", ids: [1, 2, 9, 10]),
        DamagedArray(name: "NUL bytes", damage: ",\u{0}\u{0}\u{0},", ids: [1, 2, 9, 10]),
        DamagedArray(name: "broken literal", damage: #",{"id":tru,"text":"x"},"#, ids: [1, 2, 9, 10]),
        DamagedArray(name: "wrong type", damage: #",{"id":"x","text":"x"},"#, ids: [1, 2, 9, 10]),
        DamagedArray(name: "another element's shape", damage: #",[{"id":"x"}],"#, ids: [1, 2, 9, 10]),
        DamagedArray(name: "missing colon", damage: #",{"id" 3,"text":"x"},"#, ids: [1, 2, 9, 10]),
        DamagedArray(name: "two unescaped quotes", damage: #",{"id":3,"text":"say "x" to"},"#, ids: [1, 2, 9, 10]),
        DamagedArray(name: "one unescaped quote", damage: #",{"id":3,"text":"say "x to"},"#, ids: [1, 2, 9, 10]),
        DamagedArray(name: "cut inside a text", damage: #",{"id":3,"text":"say "#, ids: [1, 2, 9, 10]),
        DamagedArray(name: "cut inside a key", damage: #",{"id":3,"te"#, ids: [1, 2, 9, 10]),
        DamagedArray(name: "cut behind a key", damage: #",{"id":3,"text":"#, ids: [1, 2, 9, 10]),
        DamagedArray(name: "cut inside a nested value", damage: #",{"id":3,"tags":[[{"a":["#, ids: [1, 2, 9, 10]),
    ]
}

@Suite("Resuming behind damage")
struct ResumeTests {
    private static func isMessage(_ cursor: inout JSONCursor) -> Bool {
        do throws(JSONError) {
            try cursor.beginObject()
            guard let key = try cursor.nextKey(), key == "id" else { return false }
            _ = try cursor.integer()
            return try cursor.nextKey().map { $0 == "text" } ?? false
        } catch {
            return false
        }
    }

    private static func id(_ cursor: inout JSONCursor) throws(JSONError) -> Int64 {
        var id: Int64 = 0
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "id": id = try cursor.integer()
            default: _ = try cursor.string()
            }
        }
        return id
    }

    /// Reads what can be read, in the manner of the readers of exports.
    private static func survivors(in reader: inout JSONReader) throws(JSONError) -> (ids: [Int64], damages: Int) {
        var ids: [Int64] = []
        var damages = 0
        try reader.beginArray()
        while true {
            var isValue = false
            do throws(JSONError) {
                guard try reader.nextElement() else { break }
                isValue = true
                ids.append(try reader.value(Self.id))
            } catch {
                damages += 1
                guard try reader.resume(behindValue: isValue, at: Self.isMessage) else { break }
            }
        }
        return (ids, damages)
    }

    @Test("all messages but the damaged one are read", arguments: DamagedArray.all)
    fileprivate func readsSurvivors(array: DamagedArray) throws {
        for windowSize in [16, 50, 64, 1 << 16] {
            var reader = JSONReader(array.json, windowSize: windowSize)
            let found = try Self.survivors(in: &reader)
            #expect(found.ids == array.ids, "window \(windowSize)")
            #expect((found.damages == 0) == (array.name == "no damage"), "window \(windowSize)")
        }
    }

    @Test(
        "a source that ends inside the damage ends the reading",
        arguments: ["[{\"id\":1,\"te", "[{\"id\":x", "[}", "[{{{"])
    func endsInDamage(json: String) throws {
        var reader = JSONReader(json)
        let found = try Self.survivors(in: &reader)
        #expect(found.ids.isEmpty)
        #expect(found.damages >= 1)
    }

    @Test("damage longer than many windows is passed", arguments: [100, 5000, 100_000])
    func passesLongDamage(length: Int) throws {
        let rubbish = String(repeating: "[{\"x\" ", count: length / 6)
        var reader = JSONReader(
            #"[{"id":1,"text":""},"# + rubbish + #"{"id":2,"text":""},{"id":3,"text":""}]"#, windowSize: 8192)
        let found = try Self.survivors(in: &reader)
        #expect(found.ids == [1, 2, 3])
        #expect(found.damages == 1)
    }

    @Test("random damage never stops a reader short of the messages behind it", arguments: 1...8 as ClosedRange<UInt64>)
    func survivesRandomDamage(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let bytes = Array("{}[]\",:\\x0 \n".utf8)
        for round in 0..<40 {
            let rubbish = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                bytes.randomElement(using: &random) ?? 0
            }
            // The array may seem to end inside the rubbish; the last two messages are there for what is not.
            let array = DamagedArray(name: "", damage: String(decoding: rubbish, as: UTF8.self), ids: [])
            guard !rubbish.contains(UInt8(ascii: "]")) else { continue }
            var reader = JSONReader(array.json, windowSize: Int.random(in: 16...300, using: &random))
            let found = try Self.survivors(in: &reader)
            #expect(found.ids.first == 1 && found.ids.last == 10, "seed \(seed), round \(round): \(array.json)")
        }
    }
}
