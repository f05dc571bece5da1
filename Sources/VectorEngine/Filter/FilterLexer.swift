/// Cuts a filter into words.
struct FilterLexer {
    let bytes: [UInt8]
    private(set) var position = 0

    private static let keywords: [String: FilterToken.Kind] = {
        var words: [String: FilterToken.Kind] = [:]
        for keyword in FilterToken.Keyword.allCases {
            words[keyword.rawValue] = .keyword(keyword)
            words[keyword.rawValue.uppercased()] = .keyword(keyword)
        }
        for word in ["true", "True", "TRUE"] { words[word] = .boolean(true) }
        for word in ["false", "False", "FALSE"] { words[word] = .boolean(false) }
        return words
    }()
    private static let symbols = FilterToken.Symbol.allCases.map { (symbol: $0, bytes: Array($0.rawValue.utf8)) }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// All words, the last of them the end.
    mutating func tokens() throws(FilterFault) -> [FilterToken] {
        var tokens: [FilterToken] = []
        repeat { tokens.append(try next()) } while tokens[tokens.count - 1].kind != .end
        return tokens
    }

    private mutating func next() throws(FilterFault) -> FilterToken {
        while let byte = peek(), byte == 0x20 || (0x09...0x0d).contains(byte) { position += 1 }
        let start = position
        let kind = try kind()
        return FilterToken(kind: kind, offset: start, end: position)
    }

    private mutating func kind() throws(FilterFault) -> FilterToken.Kind {
        guard let byte = peek() else { return .end }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return .string(try quoted(escapes: true))
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number()
        case UInt8(ascii: ".") where isDigit(peek(1)):
            return try number()
        case UInt8(ascii: "r"), UInt8(ascii: "R"):
            guard peek(1) == UInt8(ascii: "\"") || peek(1) == UInt8(ascii: "'") else { return word() }
            position += 1
            return .string(try quoted(escapes: false))
        case _ where Self.beginsName(byte):
            return word()
        default:
            for (symbol, text) in Self.symbols where bytes[position...].starts(with: text) {
                position += text.count
                return .symbol(symbol)
            }
            throw FilterFault(
                .unexpected(found: describe(byte), expected: "a field, a value or an operator"), at: position)
        }
    }

    private mutating func word() -> FilterToken.Kind {
        let start = position
        position += 1
        while let byte = peek(), Self.beginsName(byte) && byte != UInt8(ascii: "$") || isDigit(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        return Self.keywords[text] ?? .name(text)
    }

    /// `$` only as the first, in `$meta`. Letters of other alphabets are allowed, as a field may be named in any language.
    private static func beginsName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...: true
        default: false
        }
    }

    private func describe(_ byte: UInt8) -> String {
        (0x21...0x7e).contains(byte) ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
    }

    func peek(_ ahead: Int = 0) -> UInt8? {
        position + ahead < bytes.count ? bytes[position + ahead] : nil
    }

    mutating func advance(by count: Int = 1) {
        position += count
    }

    func isDigit(_ byte: UInt8?) -> Bool {
        byte.map { (0x30...0x39).contains($0) } ?? false
    }
}
