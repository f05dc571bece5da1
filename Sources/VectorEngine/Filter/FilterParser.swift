/// Reads a filter's words into a tree: Milvus's grammar.
///
///     any        = all { ("or" | "||") all }
///     all        = negation { ("and" | "&&") negation }
///     negation   = { "not" | "!" } predicate
///     predicate  = "exists" sum
///                | sum [ comparison sum [ comparison sum ] | ["not"] "in" sum | ["not"] "like" sum | "is" ["not"] "null" ]
///     sum        = product { ("+" | "-") product }
///     product    = signed { ("*" | "/" | "%") signed }
///     signed     = { "-" | "+" } power
///     power      = primary { "**" signed primary }
///     primary    = literal | "[" list "]" | name { "[" (string | integer) "]" } | "{" name "}" | name "(" list ")" | "(" any ")"
///
/// Departures from Milvus's grammar:
/// 1. `not` reaches over the comparison behind it, as its documentation means; there it is bound like a sign.
/// 2. Words of `is null` may stand apart, and `not like` is allowed.
/// 3. Powers associate to the left, as there; bits, regular expressions and full text are refused by name.
struct FilterParser {
    private let tokens: [FilterToken]
    private var position = 0
    private var depth = 0

    /// Levels of nesting: what a small thread's stack bears with room to spare, in a debug build too.
    static let depthLimit = 200
    static let lengthLimit = 1 << 20

    static func parse(_ text: [UInt8]) throws(FilterFault) -> FilterSyntax {
        guard text.count <= lengthLimit else {
            throw FilterFault(.tooLong(bytes: text.count, limit: lengthLimit), at: lengthLimit)
        }
        var lexer = FilterLexer(text)
        var parser = FilterParser(tokens: try lexer.tokens())
        let tree = try parser.any()
        guard parser.current.kind == .end else { throw parser.unexpected("an operator or the end") }
        return tree
    }

    private init(tokens: [FilterToken]) {
        self.tokens = tokens
    }

    // MARK: Words

    private var current: FilterToken {
        tokens[position]
    }

    private func isKeyword(_ keyword: FilterToken.Keyword, ahead: Int = 0) -> Bool {
        position + ahead < tokens.count && tokens[position + ahead].kind == .keyword(keyword)
    }

    private mutating func take(_ keyword: FilterToken.Keyword) -> Bool {
        guard isKeyword(keyword) else { return false }
        position += 1
        return true
    }

    private mutating func take(_ symbol: FilterToken.Symbol) -> Bool {
        guard current.kind == .symbol(symbol) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ symbol: FilterToken.Symbol) throws(FilterFault) {
        guard take(symbol) else { throw unexpected("'\(symbol.rawValue)'") }
    }

    private func unexpected(_ expected: String) -> FilterFault {
        if case .symbol(let symbol) = current.kind, let instead = Self.unsupported[symbol] {
            return FilterFault(.unsupported(what: "'\(symbol.rawValue)'", instead: instead), at: current.offset)
        }
        return FilterFault(.unexpected(found: current.description, expected: expected), at: current.offset)
    }

    private static let unsupported: [FilterToken.Symbol: String] = [
        .matches: "like", .matchesNot: "not like", .assign: "==", .bitAnd: "and", .bitOr: "or", .exclusiveOr: "!=",
        .complement: "not", .shiftLeft: "*", .shiftRight: "/",
    ]

    // MARK: Conditions

    private mutating func nested<Result>(
        _ body: (inout FilterParser) throws(FilterFault) -> Result
    ) throws(FilterFault) -> Result {
        guard depth < Self.depthLimit else { throw FilterFault(.tooDeep(limit: Self.depthLimit), at: current.offset) }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    private func node(_ form: FilterSyntax.Form, at offset: Int, over parts: [FilterSyntax]) throws(FilterFault)
        -> FilterSyntax
    {
        let height = 1 + (parts.lazy.map(\.height).max() ?? 0)
        guard height <= Self.depthLimit else { throw FilterFault(.tooDeep(limit: Self.depthLimit), at: offset) }
        return FilterSyntax(offset: offset, form: form, height: height)
    }

    private mutating func any() throws(FilterFault) -> FilterSyntax {
        let first = try all()
        var parts = [first]
        while take(.or) || take(.eitherOf) { parts.append(try all()) }
        return parts.count == 1 ? first : try node(.any(parts), at: first.offset, over: parts)
    }

    private mutating func all() throws(FilterFault) -> FilterSyntax {
        let first = try negation()
        var parts = [first]
        while take(.and) || take(.bothOf) { parts.append(try negation()) }
        return parts.count == 1 ? first : try node(.all(parts), at: first.offset, over: parts)
    }

    private mutating func negation() throws(FilterFault) -> FilterSyntax {
        let offset = current.offset
        guard take(.not) || take(.exclamation) else { return try predicate() }
        let part = try nested { parser throws(FilterFault) in try parser.negation() }
        return try node(.not(part), at: offset, over: [part])
    }

    private mutating func predicate() throws(FilterFault) -> FilterSyntax {
        let offset = current.offset
        if take(.exists) {
            let part = try sum()
            return try node(.exists(part), at: offset, over: [part])
        }
        let left = try sum()
        if let first = takeComparison() { return try comparison(left, first) }
        if isKeyword(.not), isKeyword(.in, ahead: 1) || isKeyword(.like, ahead: 1) {
            let place = current.offset
            position += 1
            if take(.in) { return try member(left, isNegated: true) }
            position += 1
            let part = try like(left)
            return try node(.not(part), at: place, over: [part])
        }
        if take(.in) { return try member(left, isNegated: false) }
        if take(.like) { return try like(left) }
        guard take(.is) else { return left }
        let isNegated = take(.not)
        guard take(.null) else { throw unexpected(isNegated ? "'null'" : "'null' or 'not null'") }
        return try node(.isNull(left, isNegated: isNegated), at: left.offset, over: [left])
    }

    private mutating func takeComparison() -> ComparisonOperator? {
        guard case .symbol(let symbol) = current.kind, let found = ComparisonOperator(rawValue: symbol.rawValue) else {
            return nil
        }
        position += 1
        return found
    }

    private mutating func comparison(
        _ left: FilterSyntax, _ first: ComparisonOperator
    ) throws(FilterFault) -> FilterSyntax {
        let middle = try sum()
        let place = current.offset
        guard let second = takeComparison() else {
            return try node(.comparison(first, left, middle), at: left.offset, over: [left, middle])
        }
        let rising: Set<ComparisonOperator> = [.less, .atMost]
        let falling: Set<ComparisonOperator> = [.greater, .atLeast]
        guard rising.isSuperset(of: [first, second]) || falling.isSuperset(of: [first, second]) else {
            throw FilterFault(
                .unexpected(found: "'\(second.rawValue)'", expected: "'and', or a range such as 1 < a <= 5"), at: place)
        }
        let right = try sum()
        return try node(.range(left, first, middle, second, right), at: left.offset, over: [left, middle, right])
    }

    private mutating func member(_ left: FilterSyntax, isNegated: Bool) throws(FilterFault) -> FilterSyntax {
        let list = try sum()
        return try node(.member(left, list, isNegated: isNegated), at: left.offset, over: [left, list])
    }

    private mutating func like(_ left: FilterSyntax) throws(FilterFault) -> FilterSyntax {
        let pattern = try sum()
        return try node(.like(left, pattern), at: left.offset, over: [left, pattern])
    }

    // MARK: Values

    private mutating func sum() throws(FilterFault) -> FilterSyntax {
        var left = try product()
        while true {
            let symbol: ArithmeticOperator = current.kind == .symbol(.plus) ? .add : .subtract
            guard take(.plus) || take(.minus) else { return left }
            let right = try product()
            left = try node(.arithmetic(symbol, left, right), at: left.offset, over: [left, right])
        }
    }

    private mutating func product() throws(FilterFault) -> FilterSyntax {
        var left = try signed()
        while true {
            guard case .symbol(let symbol) = current.kind, [.times, .divided, .modulo].contains(symbol),
                let operation = ArithmeticOperator(rawValue: symbol.rawValue)
            else { return left }
            position += 1
            let right = try signed()
            left = try node(.arithmetic(operation, left, right), at: left.offset, over: [left, right])
        }
    }

    private mutating func signed() throws(FilterFault) -> FilterSyntax {
        let offset = current.offset
        if take(.plus) {
            return try nested { parser throws(FilterFault) in try parser.signed() }
        }
        guard take(.minus) else { return try power() }
        if case .integer(let size) = current.kind, tokens[position + 1].kind != .symbol(.power) {
            position += 1
            return try node(.literal(.int(Int64(truncatingIfNeeded: 0 &- size))), at: offset, over: [])
        }
        let part = try nested { parser throws(FilterFault) in try parser.signed() }
        return try node(.negative(part), at: offset, over: [part])
    }

    private mutating func power() throws(FilterFault) -> FilterSyntax {
        var left = try primary()
        while take(.power) {
            let sign = current
            let isNegative = take(.minus)
            var right = try primary()
            if isNegative { right = try node(.negative(right), at: sign.offset, over: [right]) }
            left = try node(.arithmetic(.power, left, right), at: left.offset, over: [left, right])
        }
        return left
    }

    private mutating func primary() throws(FilterFault) -> FilterSyntax {
        let token = current
        position += token.kind == .end ? 0 : 1
        switch token.kind {
        case .integer(let size):
            guard let value = Int64(exactly: size) else { throw FilterFault(.integerTooLarge, at: token.offset) }
            return try node(.literal(.int(value)), at: token.offset, over: [])
        case .double(let value): return try node(.literal(.double(value)), at: token.offset, over: [])
        case .string(let text): return try node(.literal(.string(text)), at: token.offset, over: [])
        case .boolean(let value): return try node(.literal(.bool(value)), at: token.offset, over: [])
        case .keyword(.iso): return try time(at: token.offset, CalendarTime.milliseconds) { .timestamp($0) }
        case .keyword(.interval): return try time(at: token.offset, CalendarTime.interval) { .int($0) }
        case .name(let name): return try named(name, at: token.offset)
        case .symbol(.openParenthesis):
            let inner = try nested { parser throws(FilterFault) in try parser.any() }
            try expect(.closeParenthesis)
            return inner
        case .symbol(.openBracket):
            let parts = try list(until: .closeBracket)
            return try node(.list(parts), at: token.offset, over: parts)
        case .symbol(.openBrace):
            guard case .name(let name) = current.kind else { throw unexpected("a parameter's name") }
            position += 1
            try expect(.closeBrace)
            return try node(.parameter(name), at: token.offset, over: [])
        default:
            position -= token.kind == .end ? 0 : 1
            throw unexpected("a field or a value")
        }
    }

    private mutating func time(
        at offset: Int, _ read: (String) -> Int64?, _ make: (Int64) -> FieldValue
    ) throws(FilterFault) -> FilterSyntax {
        guard case .string(let text) = current.kind else { throw unexpected("a time in quotes") }
        guard let value = read(text) else { throw FilterFault(.invalidTime, at: current.offset) }
        position += 1
        return try node(.literal(make(value)), at: offset, over: [])
    }

    private mutating func named(_ name: String, at offset: Int) throws(FilterFault) -> FilterSyntax {
        if take(.openParenthesis) {
            let parts = try list(until: .closeParenthesis)
            return try node(.call(name, parts), at: offset, over: parts)
        }
        var steps: [PathStep] = []
        while take(.openBracket) {
            switch current.kind {
            case .string(let key): steps.append(.key(key))
            case .integer(let index): steps.append(.index(Int(min(index, UInt64(Int32.max)))))
            default: throw unexpected("a key in quotes or an index")
            }
            position += 1
            try expect(.closeBracket)
        }
        guard steps.count <= Self.depthLimit else { throw FilterFault(.tooDeep(limit: Self.depthLimit), at: offset) }
        return try node(steps.isEmpty ? .name(name) : .path(name, steps), at: offset, over: [])
    }

    /// What stands up to a closing bracket; a comma may stand before it.
    private mutating func list(until closing: FilterToken.Symbol) throws(FilterFault) -> [FilterSyntax] {
        var parts: [FilterSyntax] = []
        while !take(closing) {
            parts.append(try nested { parser throws(FilterFault) in try parser.any() })
            guard take(.comma) else {
                guard take(closing) else { throw unexpected("',' or '\(closing.rawValue)'") }
                break
            }
        }
        return parts
    }
}
