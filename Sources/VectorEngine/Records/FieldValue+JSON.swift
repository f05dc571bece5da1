public import JSONStream

extension FieldValue: JSONEncodable {
    /// Times become whole numbers of milliseconds.
    public func write(to writer: inout JSONWriter) {
        switch self {
        case .null: WrittenJSON("null").write(to: &writer)
        case .bool(let value): value.write(to: &writer)
        case .int(let value), .timestamp(let value): WrittenJSON(String(value)).write(to: &writer)
        case .double(let value): value.write(to: &writer)
        case .string(let value): value.write(to: &writer)
        case .array(let values): values.write(to: &writer)
        case .json(let text): WrittenJSON(text).write(to: &writer)
        }
    }
}

extension FieldValue {
    /// The members of a JSON object, each as the simplest value that holds it.
    static func members(ofJSON text: String) throws(JSONError) -> [String: FieldValue] {
        try JSONCursor.reading(Array(text.utf8)) { cursor throws(JSONError) in
            var members: [String: FieldValue] = [:]
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                let name = key.string
                members[name] = try value(&cursor)
            }
            return members
        }
    }

    private static func value(_ cursor: inout JSONCursor) throws(JSONError) -> FieldValue {
        switch try cursor.peek() {
        case .null:
            try cursor.skip()
            return .null
        case .boolean: return .bool(try cursor.boolean())
        case .number:
            switch try cursor.anyNumber() {
            case .int(let number): return .int(number)
            case .double(let number): return .double(number)
            case nil: return .null
            }
        case .string: return .string(try cursor.string().string)
        case .array, .object: return .json(try cursor.raw { String(decoding: $0, as: UTF8.self) })
        }
    }
}
