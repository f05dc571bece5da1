/// SQL text that stands in the program.
///
/// It can only be made from literals, and joined from other SQL: data reach a statement as bound values and in no other way.
public struct SQL: ExpressibleByStringLiteral, Hashable, Sendable {
    let text: String

    public init(stringLiteral literal: StaticString) {
        text = literal.description
    }

    private init(text: String) {
        self.text = text
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
