/// SQL text that stands in the program.
///
/// It can only be made from literals, and joined from other SQL: data reach a statement as bound values and in no other way.
public struct SQL: ExpressibleByStringLiteral, Sendable {
    private let content: Content

    private enum Content {
        /// Known by its address, so that finding its statement neither copies nor hashes the text.
        case literal(StaticString)
        case joined(String)
    }

    public init(stringLiteral literal: StaticString) {
        content = .literal(literal)
    }

    private init(text: String) {
        content = .joined(text)
    }

    var text: String {
        switch content {
        case .literal(let literal): literal.description
        case .joined(let text): text
        }
    }

    public static func + (left: SQL, right: SQL) -> SQL {
        SQL(text: left.text + right.text)
    }

    /// Joins parts, as conditions by `AND`.
    public static func joined(_ parts: [SQL], by separator: SQL) -> SQL {
        SQL(text: parts.map(\.text).joined(separator: separator.text))
    }

    /// The one statement that takes a number and no parameter.
    static func settingVersion(_ version: Int) -> SQL {
        SQL(text: "PRAGMA user_version = \(version)")
    }
}

extension SQL: Hashable {
    /// The same literal, or the same joined text. Two literals that read the same are two statements.
    public static func == (left: SQL, right: SQL) -> Bool {
        switch (left.content, right.content) {
        case (.literal(let left), .literal(let right)): left.utf8Start == right.utf8Start
        case (.joined(let left), .joined(let right)): left == right
        default: false
        }
    }

    public func hash(into hasher: inout Hasher) {
        switch content {
        case .literal(let literal): hasher.combine(literal.utf8Start)
        case .joined(let text): hasher.combine(text)
        }
    }
}
