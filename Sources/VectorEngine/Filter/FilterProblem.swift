/// Why a filter was refused, and where.
public struct FilterProblem: Error, Hashable, Sendable {
    /// Bytes of UTF-8 before the place.
    public let offset: Int
    /// From 1.
    public let line: Int
    /// Characters, from 1.
    public let column: Int
    public let reason: Reason

    public enum Reason: Hashable, Sendable {
        case unexpected(found: String, expected: String)
        case wrongType(found: String, expected: String)
        case unknownField(name: String, nearest: String?)
        case missingParameter(name: String)
        case unsupported(what: String, instead: String)
        case integerTooLarge
        case divisionByZero
        case numberNotFinite
        case invalidEscape
        case invalidText
        case invalidPattern
        case invalidTime
        case tooLong(bytes: Int, limit: Int)
        case tooDeep(limit: Int)
    }
}

/// A problem before the text around it is known.
struct FilterFault: Error {
    let offset: Int
    let reason: FilterProblem.Reason

    init(_ reason: FilterProblem.Reason, at offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// The problem for a person who looks at the text.
    func problem(in text: [UInt8]) -> FilterProblem {
        let before = text.prefix(offset)
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let line = 1 + before.count { $0 == UInt8(ascii: "\n") }
        // Clusters of characters are what a person counts.
        let column = 1 + String(decoding: text[lineStart..<before.count], as: UTF8.self).count
        return FilterProblem(offset: offset, line: line, column: column, reason: reason)
    }
}
