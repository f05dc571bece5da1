import JSONStream
import TestSupport
import Testing

private struct Segment: JSONEncodable {
    let from: Int
    let to: Int?

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("from", from)
            $0.member(ifPresent: "to", to)
        }
    }
}

@Suite("Writing JSON")
struct WriterTests {
    private static func sample(_ layout: JSONWriter.Layout) -> String {
        var writer = JSONWriter(layout)
        writer.object { writer in
            writer.member("zeta", 1)
            writer.member("alpha", "two")
            writer.member("none", nil as Int?)
            writer.member(ifPresent: "absent", nil as Int?)
            writer.member(ifPresent: "present", true)
            writer.object("empty") { _ in }
            writer.array("nothing") { _ in }
            writer.array("grid") { writer in
                writer.array { $0.element(1) }
                writer.array { _ in }
                writer.element([[2, 3], []])
                writer.object { $0.member("deep", [Segment(from: 1, to: nil), Segment(from: 2, to: 3)]) }
            }
            writer.member("last", WrittenJSON(#"{"as":"is"}"#))
        }
        return writer.text
    }

    @Test("compact is one line, keys in the order of the calls")
    func writesCompact() {
        #expect(
            Self.sample(.compact)
                == #"{"zeta":1,"alpha":"two","none":null,"present":true,"empty":{},"nothing":[],"#
                + #""grid":[[1],[],[[2,3],[]],{"deep":[{"from":1},{"from":2,"to":3}]}],"last":{"as":"is"}}"#)
    }

    @Test("indented is two blanks a level, and nothing inside what is empty")
    func writesIndented() {
        #expect(
            Self.sample(.indented) == """
                {
                  "zeta": 1,
                  "alpha": "two",
                  "none": null,
                  "present": true,
                  "empty": {},
                  "nothing": [],
                  "grid": [
                    [
                      1
                    ],
                    [],
                    [
                      [
                        2,
                        3
                      ],
                      []
                    ],
                    {
                      "deep": [
                        {
                          "from": 1
                        },
                        {
                          "from": 2,
                          "to": 3
                        }
                      ]
                    }
                  ],
                  "last": {"as":"is"}
                }
                """)
    }

    @Test("both layouts hold the same values, as Foundation reads them")
    func agreesWithFoundation() throws {
        let compact = try Tree(foundation: Self.sample(.compact))
        #expect(try Tree(foundation: Self.sample(.indented)) == compact)
    }

    @Test("a scalar is a document too")
    func writesScalars() {
        func text(_ value: some JSONEncodable) -> String {
            var writer = JSONWriter()
            writer.element(value)
            return writer.text
        }
        #expect(text(Int.min) == "-9223372036854775808")
        #expect(text("") == "\"\"")
        #expect(text([] as [Int]) == "[]")
        #expect(text([nil, 1] as [Int?]) == "[null,1]")
    }

    @Test("a double reads back as the same number", arguments: 41...44 as ClosedRange<UInt64>)
    func roundTripsDoubles(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let special = [
            0, -0.0, 0.1, 1e16, 1e-7, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 100, 123_456_789.125,
        ]
        let arbitrary = (0..<500).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
        for number in special + arbitrary {
            var writer = JSONWriter()
            writer.element(number)
            try #require(try Double(json: writer.bytes).bitPattern == number.bitPattern, "seed \(seed): \(number)")
            try #require(
                try Tree(foundation: "[\(writer.text)]") == .array([.number(number)]), "seed \(seed): \(number)")
        }
    }

    @Test("a number that JSON lacks is null", arguments: [Double.nan, .infinity, -.infinity])
    func writesNonFinite(number: Double) {
        var writer = JSONWriter()
        writer.element([number])
        #expect(writer.text == "[null]")
    }

    @Test("a writer can be used again, line by line or from the start")
    func isReused() {
        for layout in [JSONWriter.Layout.compact, .indented] {
            var writer = JSONWriter(layout)
            writer.object { $0.member("a", 1) }
            let first = writer.text
            writer.removeAll()
            #expect(writer.bytes.isEmpty)
            writer.object { $0.member("a", 1) }
            #expect(writer.text == first)
        }
        var lines = JSONWriter()
        for number in 1...3 {
            lines.object { $0.member("n", number) }
            lines.endLine()
        }
        #expect(lines.text == "{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n")
    }

    @Test("a writer whose closure threw is as new after removeAll")
    func forgetsFailure() {
        struct Refusal: Error {}
        var writer = JSONWriter(.indented)
        #expect(throws: Refusal.self) {
            try writer.object { writer throws(Refusal) in
                try writer.array("a") { _ throws(Refusal) in throw Refusal() }
            }
        }
        writer.removeAll()
        writer.array { $0.element(1) }
        #expect(writer.text == "[\n  1\n]")
    }
}

@Suite("Writing JSON strings")
struct WriterStringTests {
    @Test(
        "only what must be escaped is",
        arguments: [
            ("\"\\/", #""\"\\/""#), ("\n\r\t", #""\n\r\t""#),
            ("\u{0}\u{1}\u{1f}\u{7f}", #""\u0000\u0001\u001f\u007f""#),
            ("é€😀\u{2028}", "\"é€😀\u{2028}\""), ("<a&b>", "\"<a&b>\""),
        ])
    func escapes(text: String, written: String) {
        var writer = JSONWriter()
        writer.element(text)
        #expect(writer.text == written)
    }

    @Test(
        "random keys and texts come back through the reader and through Foundation",
        arguments: 51...54 as ClosedRange<UInt64>)
    func roundTrips(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let ranges: [ClosedRange<UInt32>] = [
            0x01...0x1f, 0x20...0x7f, 0x22...0x22, 0x5c...0x5c, 0x80...0x7ff, 0x800...0xd7ff, 0xe000...0xffff,
            0x10000...0x10ffff,
        ]
        for round in 0..<100 {
            var text = ""
            for _ in 0..<Int.random(in: 0...40, using: &random) {
                let value = UInt32.random(in: ranges.randomElement(using: &random) ?? 0x61...0x61, using: &random)
                text.unicodeScalars.append(Unicode.Scalar(value) ?? "?")
            }
            var writer = JSONWriter(round.isMultiple(of: 2) ? .compact : .indented)
            writer.object { $0.member(text, [text]) }
            let expected = Tree.object([text: .array([.string(Array(text.utf8))])])
            try #require(try Tree(json: writer.bytes) == expected, "seed \(seed), round \(round)")
            try #require(try Tree(foundation: writer.text) == expected, "seed \(seed), round \(round)")
        }
    }
}
