/// The header fields of a message, in their order; names match in any case.
public struct HTTPHeaders: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    public private(set) var fields: [Field] = []

    public init() {}

    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }

    public mutating func append(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// The first value under this name.
    public subscript(_ name: String) -> String? {
        let wanted = name.lowercased()
        return fields.first { $0.name.lowercased() == wanted }?.value
    }
}

extension HTTPHeaders {
    /// Takes a line as a server sends it.
    mutating func append(line: String) {
        guard let colon = line.firstIndex(of: ":") else { return }
        append(line[..<colon].trimmed, line[line.index(after: colon)...].trimmed)
    }

    /// The first field that would break out of its line.
    var firstInvalidName: String? {
        fields.first { field in
            field.name.isEmpty || (field.name + field.value).utf8.contains { $0 < 0x20 || $0 == 0x7f }
        }?.name
    }
}

extension StringProtocol {
    /// Without the white space around it.
    var trimmed: String {
        let isKept: (Character) -> Bool = { !$0.isWhitespace }
        guard let first = firstIndex(where: isKept), let last = lastIndex(where: isKept) else { return "" }
        return String(self[first...last])
    }
}
