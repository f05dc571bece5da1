import JSONStream
import Testing

/// What a caller can ask a cursor for.
private enum Request: CaseIterable {
    case object, array, string, boolean, integer, number, digits

    func ask(_ cursor: inout JSONCursor) throws(JSONError) {
        switch self {
        case .object: try cursor.beginObject()
        case .array: try cursor.beginArray()
        case .string: _ = try cursor.string()
        case .boolean: _ = try cursor.boolean()
        case .integer: _ = try cursor.integer()
        case .number: _ = try cursor.double()
        case .digits: _ = try cursor.number()
        }
    }

    var expectation: JSONError.Expectation {
        switch self {
        case .object: .object
        case .array: .array
        case .string: .string
        case .boolean: .boolean
        case .integer: .integer
        case .number, .digits: .number
        }
    }
}

@Suite("JSON types")
struct TypeTests {
    @Test(
        "a value is what its first byte says, and a request for another type names both at that byte",
        arguments: [
            ("{}", .object, [.object]), ("[]", .array, [.array]), ("\"a\"", .string, [.string]),
            ("true", .boolean, [.boolean]), ("false", .boolean, [.boolean]),
            ("7", .number, [.integer, .number, .digits]), ("-7", .number, [.integer, .number, .digits]),
            ("null", .null, []),
        ] as [(String, JSONKind, Set<Request>)])
    fileprivate func namesTypes(json: String, kind: JSONKind, served: Set<Request>) throws {
        for request in Request.allCases {
            var peeked: JSONKind?
            let found = failure { () throws(JSONError) in
                try JSONCursor.reading(Array("[ \(json)".utf8)) { cursor throws(JSONError) in
                    try cursor.beginArray()
                    _ = try cursor.nextElement()
                    peeked = try cursor.peek()
                    try request.ask(&cursor)
                }
            }
            #expect(peeked == kind)
            let refusal = JSONError(.wrongType(kind, expected: request.expectation), at: 2)
            #expect((found == refusal) == !served.contains(request), "\(request)")
        }
    }

    @Test("null is consumed where it stands, and nothing else is")
    func readsNull() throws {
        let found = try JSONCursor.reading(Array("[null, 0, null]".utf8)) { cursor throws(JSONError) in
            try cursor.beginArray()
            var nulls: [Bool] = []
            while try cursor.nextElement() {
                let isNull = try cursor.null()
                if !isNull { _ = try cursor.integer() }
                nulls.append(isNull)
            }
            return nulls
        }
        #expect(found == [true, false, true])
    }

    @Test("the cursor's offset follows what it consumes")
    func tellsOffset() throws {
        let found = try JSONCursor.reading(Array(#"  [1, "é",{}]  "#.utf8)) { cursor throws(JSONError) in
            var offsets: [Int] = []
            try cursor.beginArray()
            while try cursor.nextElement() {
                try cursor.skip()
                offsets.append(cursor.offset)
            }
            return offsets
        }
        #expect(found == [4, 10, 13])
    }
}
