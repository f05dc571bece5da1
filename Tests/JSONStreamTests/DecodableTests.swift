import JSONStream
import Testing

private struct Point: Equatable, JSONDecodable {
    var x: Int
    var y: Int?

    init(x: Int, y: Int?) {
        self.x = x
        self.y = y
    }

    init(from cursor: inout JSONCursor) throws(JSONError) {
        let start = cursor.offset
        var x: Int?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            let offset = cursor.offset
            switch key {
            case "x": x = try cursor.decode(Int.self)
            case "y": y = try cursor.decode()
            default: throw JSONError(.unknownKey(key.string, known: ["x", "y"]), at: offset)
            }
        }
        guard let x else { throw JSONError(.missingKey("x"), at: start) }
        self.x = x
    }
}

private struct Drawing: Equatable, JSONDecodable {
    var name = ""
    var isOpen = false
    var scale = 1.0
    var points: [Point] = []
    var grid: [[Int]]?

    init(name: String, isOpen: Bool, scale: Double, points: [Point], grid: [[Int]]?) {
        self.name = name
        self.isOpen = isOpen
        self.scale = scale
        self.points = points
        self.grid = grid
    }

    init(from cursor: inout JSONCursor) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "name": name = try cursor.decode()
            case "open": isOpen = try cursor.decode()
            case "scale": scale = try cursor.decode()
            case "points": points = try cursor.decode()
            case "grid": grid = try cursor.decode()
            default: try cursor.skip()
            }
        }
    }
}

@Suite("Decodable JSON")
struct DecodableTests {
    @Test("nested types read themselves, whatever the order of keys")
    func readsNested() throws {
        let json = #"""
            {"grid": [[1, 2], [], [3]], "scale": 2, "other": {"name": "no"}, "points": [{"y": null, "x": 1},
             {"x": -2, "y": 3}], "open": true, "name": "caf\u00e9"}
            """#
        let points = [Point(x: 1, y: nil), Point(x: -2, y: 3)]
        #expect(
            try Drawing(json: Array(json.utf8))
                == Drawing(name: "café", isOpen: true, scale: 2, points: points, grid: [[1, 2], [], [3]]))
    }

    @Test("what a document leaves out keeps its default")
    func keepsDefaults() throws {
        let plain = Drawing(name: "", isOpen: false, scale: 1, points: [], grid: nil)
        for json in ["{}", #"{"grid":null}"#, #"{"points":[]}"#] {
            #expect(try Drawing(json: Array(json.utf8)) == plain, "\(json)")
        }
    }

    @Test(
        "an unknown or missing key and a wrong type inside know their bytes",
        arguments: [
            (#"{"points":[{"x":1,"z":2}]}"#, .unknownKey("z", known: ["x", "y"]), 22),
            (#"{"points":[{"y":1}]}"#, .missingKey("x"), 11), (#"{"points":[{}]}"#, .missingKey("x"), 11),
            (#"{"points":[{"x":null}]}"#, .wrongType(.null, expected: .integer), 16),
            (#"{"points":[{"x":1.5}]}"#, .wrongType(.number, expected: .integer), 16),
            (#"{"points":[1]}"#, .wrongType(.number, expected: .object), 11),
            (#"{"name":7}"#, .wrongType(.number, expected: .string), 8),
            (#"{"grid":[[1],[2,"3"]]}"#, .wrongType(.string, expected: .integer), 16),
            (#"{"open":0}"#, .wrongType(.number, expected: .boolean), 8),
            ("[]", .wrongType(.array, expected: .object), 0), ("{} {}", .trailing, 3),
        ] as [(String, JSONError.Kind, Int)])
    func namesErrors(json: String, kind: JSONError.Kind, offset: Int) {
        let found = failure { () throws(JSONError) in try Drawing(json: Array(json.utf8)) }
        #expect(found == JSONError(kind, at: offset))
    }
}
