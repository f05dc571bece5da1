import JSONStream

// Values as exporters of many years and hands write them: an id may be a number, a text may be null. What has another type
// than a field can have is passed over as if the field were absent; whoever needs the field says so.
extension JSONCursor {
    mutating func lenientID() throws(JSONError) -> SourceID? {
        switch try peek() {
        case .string:
            let text = try string()
            if let number = text.decimal.flatMap(Int64.init(exactly:)) { return .number(number) }
            return text.count == 0 ? nil : SourceID(text.string)
        case .number:
            let text = try number()
            if let number = text.decimal.flatMap(Int64.init(exactly:)) { return .number(number) }
            return .text(text.string)
        default:
            try skip()
            return nil
        }
    }

    mutating func lenientString() throws(JSONError) -> String? {
        guard try peek() == .string else {
            try skip()
            return nil
        }
        return try string().string
    }

    mutating func lenientTime() throws(JSONError) -> Timestamp? {
        guard try peek() == .string else {
            try skip()
            return nil
        }
        return try string().withRawBytes { Timestamp(iso8601: $0) }
    }

    mutating func lenientBoolean() throws(JSONError) -> Bool {
        guard try peek() == .boolean else {
            try skip()
            return false
        }
        return try boolean()
    }

    mutating func lenientInteger() throws(JSONError) -> Int? {
        guard try peek() == .number else {
            try skip()
            return nil
        }
        let text = try number()
        return text.decimal.flatMap(Int.init(exactly:))
    }

    /// Calls `body` before each element of an array; anything else is passed over.
    mutating func eachElement(_ body: (inout JSONCursor) throws(JSONError) -> Void) throws(JSONError) {
        guard try peek() == .array else { return try skip() }
        try beginArray()
        while try nextElement() { try body(&self) }
    }

    /// Calls `body` before each value of an object, with its key; anything else is passed over.
    mutating func eachMember(_ body: (JSONText, inout JSONCursor) throws(JSONError) -> Void) throws(JSONError) {
        guard try peek() == .object else { return try skip() }
        try beginObject()
        while let key = try nextKey() { try body(key, &self) }
    }
}
