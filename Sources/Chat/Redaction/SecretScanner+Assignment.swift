/// What is given a name that secrets have: `password: x`, `API_KEY=x`, `"token": "x"`, `Authorization: Bearer x`.
extension SecretScanner {
    /// Names are looked for in so many bytes before their sign.
    private static let longestName = 48
    private static let nameBytes = ByteSet(alphanumericAnd: "_-. ")

    /// The secret value behind this `=` or `:`.
    mutating func assignment(at index: Int) -> Secret? {
        guard let (name, isAtLineStart) = secretName(before: index) else { return nil }
        guard var value = value(behind: index) else { return nil }
        value.isAtLineStart = isAtLineStart
        return secret(value, of: name)
    }

    /// The secret that a value of a name is.
    mutating func secret(_ value: Value, of name: SecretName.Kind) -> Secret? {
        let isSecret =
            switch name {
            case .password: isPassword(value)
            case .key: isKey(value, least: 10) || value.isStrong && isWrittenSecret(value)
            case .token: isKey(value, least: 16)
            case .header: false
            }
        if isSecret { return Secret(kind: name == .password ? .password : .apiKey, range: whole(value)) }
        switch name {
        case .header: return credentials(value)
        case .key, .token: return namedPair(value)
        case .password: return nil
        }
    }

    // MARK: Names

    /// The name of a secret that ends before a sign, and whether it begins its line.
    private mutating func secretName(before index: Int) -> (kind: SecretName.Kind, isAtLineStart: Bool)? {
        // Comparisons give nothing a value.
        let before = byte(index - 1)
        if byte(index + 1) == UInt8(ascii: "=") || "=!<>+".utf8.contains(before) && bytes[index] == UInt8(ascii: "=") {
            return nil
        }
        var end = index
        if before == UInt8(ascii: ":") { end -= 1 }
        end = start(of: .blanks, before: end, most: 24)
        end = start(of: ByteSet("\"'`\\]*)?"), before: end, most: 4)
        end = endWithoutType(end)
        end = start(of: .digits, before: end, most: 2)
        guard let (kind, start) = name(endingAt: end) else { return nil }
        return (kind, isAtLineStart(start))
    }

    /// The name of a secret that ends here, and where it begins.
    func name(endingAt end: Int) -> (kind: SecretName.Kind, start: Int)? {
        for name in SecretName.ending(with: byte(end - 1)) {
            if let start = match(name, endingAt: end) { return (name.kind, start) }
        }
        return nil
    }

    /// Where a name begins that ends here.
    private func match(_ name: SecretName, endingAt end: Int) -> Int? {
        var index = end
        for place in (0..<name.spelling.utf8CodeUnitCount).reversed() {
            let wanted = name.spelling.utf8Start[place]
            if wanted == UInt8(ascii: "_") {
                if "_- .".utf8.contains(byte(index - 1)) { index -= 1 }
                continue
            }
            let byte = byte(index - 1)
            guard byte == wanted || byte.isUpper && byte.lowered == wanted else { return nil }
            index -= 1
        }
        // A part of a longer word is a name where it begins a hump.
        let before = byte(index - 1)
        let isHump = before.isLower && byte(index).isUpper
        return name.joins || !before.isLetter || isHump ? index : nil
    }

    /// The end of the name in `name: str = …`.
    private mutating func endWithoutType(_ end: Int) -> Int {
        for type: StaticString in ["str", "string"] where endsWord(type, at: end) {
            let colon = start(of: .blanks, before: end - type.utf8CodeUnitCount, most: 4)
            if byte(colon - 1) == UInt8(ascii: ":") { return colon - 1 }
        }
        return end
    }

    private mutating func isAtLineStart(_ start: Int) -> Bool {
        let first = self.start(of: Self.nameStart, before: start, most: Self.longestName)
        let before = byte(first - 1)
        return before == 0 && first == floor || before == 0x0a
    }

    private static let nameStart = ByteSet(alphanumericAnd: "_-.\"'*`>| \t#")

    // MARK: Values

    /// A value, and how sure it is to be one.
    struct Value {
        var range: Range<Int>
        /// Between quotes.
        var isQuoted = false
        /// Behind a `=` without blanks.
        var isTight = false
        /// Nothing but marks follows it on its line.
        var isLast = false
        var isAtLineStart = false
        /// Whether the form says that a value is set, not that something is said of one.
        var isStrong: Bool { isQuoted || isTight }
    }

    /// The value behind a sign, or behind a blank.
    mutating func value(behind sign: Int) -> Value? {
        var start = sign + 1
        let isTight = bytes[sign] == UInt8(ascii: "=") && !byte(sign - 1).isSpace
        if byte(start) == UInt8(ascii: ">") { start += 1 }
        let first = end(of: .blanks, from: start, most: 24)
        let isSpaced = first > start
        start = end(of: ByteSet("*|\\"), from: first, most: 3)
        if byte(start).isLetter, "\"'".utf8.contains(byte(start + 1)) { start += 1 }
        if start > first { start = end(of: .blanks, from: start, most: 2) }
        let quote = byte(start)
        if "\"'`".utf8.contains(quote), let end = quoteEnd(quote, from: start + 1) {
            return end > start + 1 ? Value(range: start + 1..<end, isQuoted: true) : nil
        }
        return bareValue(from: start, isTight: isTight && !isSpaced)
    }

    /// Where a quotation ends that a quote of its kind ends on the same line.
    private mutating func quoteEnd(_ quote: UInt8, from start: Int) -> Int? {
        let limit = min(bytes.count, start + Self.reach)
        var index = start
        defer { work += index - start }
        while index < limit, bytes[index] != 0x0a {
            if bytes[index] == quote { return byte(index - 1) == UInt8(ascii: "\\") ? index - 1 : index }
            index += bytes[index] == UInt8(ascii: "\\") && byte(index + 1) != quote ? 2 : 1
        }
        return nil
    }

    private mutating func bareValue(from start: Int, isTight: Bool) -> Value? {
        let limit = min(bytes.count, start + Self.reach)
        var end = start
        let marks = Self.marks
        while end < limit, !bytes[end].isSpace {
            if marks.contains(bytes[end]) {
                let isSeparator = "&;,".utf8.contains(bytes[end])
                if isSeparator ? isNextMember(behind: end) : end > start { break }
            }
            end += 1
        }
        work += end - start
        let whole = end
        while end > start, ",;)}]>'*|".utf8.contains(bytes[end - 1]) { end -= 1 }
        guard end > start else { return nil }
        let rest = self.end(of: ByteSet(" \t\r*|`\"'.,;!)"), from: max(whole, end), most: 16)
        return Value(range: start..<end, isTight: isTight, isLast: byte(rest) == 0x0a || rest >= bytes.count)
    }

    /// All of a value, of which decisions see only the beginning.
    private mutating func whole(_ value: Value) -> Range<Int> {
        var end = value.range.upperBound
        guard value.range.count >= Self.reach - 2, !value.isQuoted else { return value.range }
        while end < bytes.count, !bytes[end].isSpace { end += 1 }
        work += end - value.range.upperBound
        return value.range.lowerBound..<end
    }

    /// Whether a separator stands between this value and the next name, as in a query or a connection string.
    private mutating func isNextMember(behind separator: Int) -> Bool {
        let start = end(of: .blanks, from: separator + 1, most: 2)
        if start >= bytes.count || bytes[start].isSpace { return true }
        let end = end(of: Self.nameBytes, from: start, most: 32)
        return end > start && "=:".utf8.contains(byte(end))
    }

    // MARK: Keys

    private static let joints = ByteSet("-_./:")
    /// What may end a bare value.
    private static let marks = ByteSet("&;,\"`<")
    private static let keyBytes = ByteSet(alphanumericAnd: "-_+/=.~:!$#@%|*^&")

    /// Whether a value has the form of a key: a long part of it looks random.
    private func isKey(_ value: Value, least: Int) -> Bool {
        let range = value.range.prefix(Self.reach)
        guard range.count >= least, hasKeyBytes(range) else { return false }
        var longest = range.startIndex..<range.startIndex
        var start = range.startIndex
        for index in range.startIndex...range.endIndex
        where index == range.endIndex || Self.joints.contains(bytes[index]) {
            if index - start > longest.count { longest = start..<index }
            start = index + 1
        }
        guard longest.count >= min(12, least), Shape(bytes[longest]).isRandom || isUUID(value.range) else {
            return false
        }
        return !isStandIn(value.range) && !isReference(value.range)
    }

    /// Whether a range holds what keys are made of, with `=` at its end only.
    private func hasKeyBytes(_ range: Range<Int>) -> Bool {
        let allowed = Self.keyBytes
        for index in range {
            guard allowed.contains(bytes[index]) else { return false }
            let isWithin = index + 1 < range.upperBound && bytes[index + 1] != UInt8(ascii: "=")
            if bytes[index] == UInt8(ascii: "="), isWithin { return false }
        }
        return true
    }

    private func isUUID(_ range: Range<Int>) -> Bool {
        range.count == 36
            && range.allSatisfy { index in
                let isJoint = [8, 13, 18, 23].contains(index - range.lowerBound)
                return isJoint ? bytes[index] == UInt8(ascii: "-") : ByteSet.hexadecimal.contains(bytes[index])
            }
    }

    /// Whether a secret was thought up, as `JWT_SECRET="fish-and-4-chips!"`.
    private func isWrittenSecret(_ value: Value) -> Bool {
        let shape = Shape(bytes[value.range])
        return shape.count >= 8 && shape.digits > 0 && shape.letters > 0 && shape.others > 0 && isPassword(value)
            && !isReference(value.range)
    }

    /// Whether a value says where something is: a path, an address, a digest, a version.
    private func isReference(_ range: Range<Int>) -> Bool {
        let start = range.lowerBound
        let range = range.prefix(Self.reach)
        return "/~.".utf8.contains(bytes[start]) || range.contains { has("://", at: $0) } || has("sha256:", at: start)
            || has("sha1:", at: start) || has("md5:", at: start) || has("arn:", at: start)
    }

    /// `user:password`, as a token of Milvus is.
    private func namedPair(_ value: Value) -> Secret? {
        guard value.isStrong, let colon = bytes[value.range].firstIndex(of: UInt8(ascii: ":")),
            colon > value.range.lowerBound
        else { return nil }
        let password = Value(
            range: colon + 1..<value.range.upperBound, isQuoted: value.isQuoted, isTight: value.isTight)
        let user = value.range.lowerBound..<colon
        guard password.range.count >= 4,
            user.allSatisfy({ ByteSet.word.contains(bytes[$0]) || bytes[$0] == UInt8(ascii: "-") }),
            isPassword(password), !isReference(value.range), !bytes[password.range].allSatisfy(\.isDigit),
            Shape(bytes[password.range]).digits + Shape(bytes[password.range]).others > 0
        else { return nil }
        return Secret(kind: .password, range: password.range)
    }

    /// The credentials behind the scheme in the value of an `Authorization` header.
    private mutating func credentials(_ value: Value) -> Secret? {
        var start = value.range.lowerBound
        let scheme = end(of: ByteSet(alphanumericAnd: "-"), from: start, most: 20)
        if byte(scheme) == UInt8(ascii: " "), scheme - start <= 12 { start = scheme + 1 }
        let near = end(of: Self.keyBytes, from: start, most: Self.reach)
        guard near - start >= 8, !isStandIn(start..<near), Shape(bytes[start..<near]).digits > 0 || near - start >= 16
        else { return nil }
        return Secret(kind: .apiKey, range: start..<end(of: Self.keyBytes, from: near))
    }
}
