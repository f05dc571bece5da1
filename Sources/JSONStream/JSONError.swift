/// What was wrong with a piece of JSON, and at which byte of its source.
public struct JSONError: Error, Equatable, Sendable {
    public let kind: Kind
    /// Bytes from the start of the source.
    public let offset: Int

    public init(_ kind: Kind, at offset: Int) {
        self.kind = kind
        self.offset = offset
    }

    public enum Kind: Equatable, Sendable {
        /// The source ended inside a value.
        case truncated
        /// Another byte stood where the grammar wanted `expected`.
        case unexpected(UInt8, expected: Expectation)
        case wrongType(JSONKind, expected: Expectation)
        case missingKey(String)
        case unknownKey(String, known: [String])
        /// A value that is well-formed and out of what its field allows; `expected` says what it allows.
        case unacceptable(expected: String)
        case tooDeep(limit: Int)
        case numberTooLong(limit: Int)
        case numberOutOfRange
        case valueTooLong(limit: Int)
        /// Bytes after the end of the document.
        case trailing
        case source(SourceFailure)
    }

    public enum Expectation: String, Sendable {
        case value = "a value"
        case object = "an object"
        case array = "an array"
        case string = "a string"
        case number = "a number"
        case integer = "a whole number"
        case boolean = "true or false"
        case null = "null"
        case key = "a key"
        case colon = "':'"
        case commaOrEnd = "',' or the end of the object or array"
    }
}

/// The type of a JSON value.
public enum JSONKind: String, Sendable {
    case object = "an object"
    case array = "an array"
    case string = "a string"
    case number = "a number"
    case boolean = "a boolean"
    case null = "null"
}

extension JSONError: CustomStringConvertible {
    /// The fact in words; the offset is the caller's to place. Text from the source never enters it.
    public var description: String {
        switch kind {
        case .truncated: "the JSON ends inside a value"
        case .unexpected(let byte, let expected):
            "\(expected.rawValue) was expected, \(Self.name(of: byte)) found"
        case .wrongType(let found, let expected): "\(expected.rawValue) was expected, \(found.rawValue) found"
        case .missingKey(let key): "the key '\(key)' is missing"
        case .unknownKey(let key, let known): "unknown key '\(key)'; known are \(known.joined(separator: ", "))"
        case .unacceptable(let expected): "\(expected) was expected"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        case .numberTooLong(let limit): "a number of more than \(limit) digits"
        case .numberOutOfRange: "a number out of range"
        case .valueTooLong(let limit): "a value of more than \(limit >> 20) MB"
        case .trailing: "bytes after the end of the document"
        case .source(let failure): failure.description
        }
    }

    private static func name(of byte: UInt8) -> String {
        (0x21...0x7e).contains(byte) ? "'\(Unicode.Scalar(byte))'" : "byte 0x" + String(byte, radix: 16)
    }
}
