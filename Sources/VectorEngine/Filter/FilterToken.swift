/// A word of a filter.
struct FilterToken {
    let kind: Kind
    /// Where it begins and where it ends, in bytes.
    let offset: Int
    let end: Int

    enum Kind: Hashable {
        case name(String)
        /// Without its sign, so that the smallest number can be written.
        case integer(UInt64)
        case double(Double)
        case string(String)
        case boolean(Bool)
        case keyword(Keyword)
        case symbol(Symbol)
        case end
    }

    /// Written in lower or in upper case.
    enum Keyword: String, CaseIterable {
        case and, or, not, `in`, like, `is`, null, exists, iso, interval
    }

    /// Longer ones before those that they begin with.
    enum Symbol: String, CaseIterable {
        case power = "**"
        case equal = "=="
        case notEqual = "!="
        case atMost = "<="
        case atLeast = ">="
        case shiftLeft = "<<"
        case shiftRight = ">>"
        case bothOf = "&&"
        case eitherOf = "||"
        case matches = "=~"
        case matchesNot = "!~"
        case less = "<"
        case greater = ">"
        case assign = "="
        case exclamation = "!"
        case plus = "+"
        case minus = "-"
        case times = "*"
        case divided = "/"
        case modulo = "%"
        case bitAnd = "&"
        case bitOr = "|"
        case exclusiveOr = "^"
        case complement = "~"
        case openParenthesis = "("
        case closeParenthesis = ")"
        case openBracket = "["
        case closeBracket = "]"
        case openBrace = "{"
        case closeBrace = "}"
        case comma = ","
    }

    /// For an error. Never the text of a string, which may be chat.
    var description: String {
        switch kind {
        case .name(let name): "'\(name.prefix(64))'"
        case .integer, .double: "a number"
        case .string: "a string"
        case .boolean(let value): "'\(value)'"
        case .keyword(let word): "'\(word.rawValue)'"
        case .symbol(let symbol): "'\(symbol.rawValue)'"
        case .end: "the end"
        }
    }
}
