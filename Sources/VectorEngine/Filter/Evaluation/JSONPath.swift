import Glibc
import JSONStream

/// Steps into a JSON value, ready to be compared with keys as they are written.
struct JSONPath {
    private let steps: [Step]

    private enum Step {
        case key([UInt8])
        case index(Int)
    }

    init(_ steps: [PathStep]) {
        self.steps = steps.map { step in
            switch step {
            case .key(let key): .key(Array(key.utf8))
            case .index(let index): .index(index)
            }
        }
    }

    /// Moves a cursor to the value at the path. False if there is none; the first of equal keys counts.
    func find(_ cursor: inout JSONCursor) throws(JSONError) -> Bool {
        for step in steps {
            switch (step, try cursor.peek()) {
            case (.key(let wanted), .object):
                guard try Self.find(wanted, in: &cursor) else { return false }
            case (.index(let index), .array):
                try cursor.beginArray()
                for _ in 0..<index {
                    guard try cursor.nextElement() else { return false }
                    try cursor.skip()
                }
                guard try cursor.nextElement() else { return false }
            default: return false
            }
        }
        return true
    }

    private static func find(_ wanted: [UInt8], in cursor: inout JSONCursor) throws(JSONError) -> Bool {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key.matches(wanted) { return true }
            try cursor.skip()
        }
        return false
    }
}

/// A constant that JSON values are compared with.
struct JSONConstant {
    let value: FieldValue
    fileprivate let number: Number?
    fileprivate let text: [UInt8]

    init(_ value: FieldValue) {
        self.value = value
        number = Number(value)
        text = if case .string(let text) = value { Array(text.utf8) } else { [] }
    }
}

extension JSONText {
    /// Whether the decoded text is `wanted`.
    func matches(_ wanted: [UInt8]) -> Bool {
        withDecodedBytes { ByteOrder.compare($0, wanted) == 0 }
    }

    /// Lends the decoded text, where it stands if nothing in it is escaped.
    func withDecodedBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        let isPlain = withRawBytes { raw in
            guard let start = raw.baseAddress else { return true }
            return memchr(start, 0x5c, raw.count) == nil
        }
        if isPlain { return withRawBytes(body) }
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes.withUnsafeBytes(body)
    }
}

extension JSONCursor {
    /// The number that comes next, a whole one where it is written so and fits.
    mutating func anyNumber() throws(JSONError) -> Number? {
        let digits = try number()
        let whole = digits.withRawBytes(Self.integer)
        if let whole { return .int(whole) }
        return Double(digits.string).flatMap { $0.isFinite ? .double($0) : nil }
    }

    private static func integer(_ digits: UnsafeRawBufferPointer) -> Int64? {
        let isNegative = digits.first == 0x2d
        guard digits.count <= 20, digits.count > (isNegative ? 1 : 0) else { return nil }
        var value: Int64 = 0
        for digit in digits.dropFirst(isNegative ? 1 : 0) {
            guard (0x30...0x39).contains(digit) else { return nil }
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            let (sum, carries) = product.subtractingReportingOverflow(Int64(digit - 0x30))
            guard !overflows, !carries else { return nil }
            value = sum
        }
        return isNegative ? value : value == .min ? nil : -value
    }

    /// Whether the next value compares so with a constant; nil where they are of different types. Consumes the value.
    mutating func holds(_ comparison: ComparisonOperator, _ constant: JSONConstant) throws(JSONError) -> Bool? {
        switch (try peek(), constant.value) {
        case (.number, .int), (.number, .double):
            guard let found = try anyNumber(), let wanted = constant.number else { return nil }
            return ValueOrder.holds(comparison, found, wanted)
        case (.string, .string):
            return try string().withDecodedBytes { comparison.holds(ByteOrder.compare($0, constant.text), 0) }
        case (.boolean, .bool(let wanted)): return ValueOrder.equality(comparison, try boolean() == wanted)
        case (.array, .array(let wanted)):
            return ValueOrder.equality(comparison, try elements(equal: wanted))
        default:
            try skip()
            return nil
        }
    }

    private mutating func elements(equal wanted: [FieldValue]) throws(JSONError) -> Bool {
        var count = 0
        var isEqual = true
        try beginArray()
        while try nextElement() {
            if isEqual, count < wanted.count {
                isEqual = try holds(.equal, JSONConstant(wanted[count])) ?? false
            } else {
                try skip()
            }
            count += 1
        }
        return isEqual && count == wanted.count
    }

    /// How many elements the array has that comes next; nil if none does.
    mutating func elementCount() throws(JSONError) -> Int? {
        guard try peek() == .array else { return nil }
        var count = 0
        try beginArray()
        while try nextElement() {
            try skip()
            count += 1
        }
        return count
    }

    /// The truth value, number or string that comes next; nil if it is none of these.
    mutating func fieldValue() throws(JSONError) -> FieldValue? {
        switch try peek() {
        case .boolean: return .bool(try boolean())
        case .string: return .string(try string().string)
        case .number:
            switch try anyNumber() {
            case .int(let number)?: return .int(number)
            case .double(let number)?: return .double(number)
            case nil: return nil
            }
        case .null, .array, .object: return nil
        }
    }
}

extension Column {
    /// Lends a cursor at a place of a row's JSON. Nil where there is none, and where the text is no JSON.
    @inline(__always)
    func withJSON<Result>(
        _ row: Int, at path: JSONPath, _ body: (inout JSONCursor) throws(JSONError) -> Result?
    ) -> Result? {
        guard case .texts(let texts) = values else { return nil }
        return texts.withText(row) { text in
            do throws(JSONError) {
                return try JSONCursor.walking(text) { cursor throws(JSONError) in
                    try path.find(&cursor) ? try body(&cursor) : nil
                }
            } catch {
                // A text that is no JSON has no values, so what compares them is unknown.
                return nil
            }
        }
    }

    /// Whether there is a value other than null.
    func hasJSON(_ row: Int, at path: JSONPath) -> Bool {
        withJSON(row, at: path) { cursor throws(JSONError) in try cursor.peek() != .null } ?? false
    }

    func json(_ row: Int, at path: JSONPath, _ comparison: ComparisonOperator, _ constant: JSONConstant) -> Bool? {
        withJSON(row, at: path) { cursor throws(JSONError) in try cursor.holds(comparison, constant) }
    }
}
