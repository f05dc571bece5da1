/// What is a password and what only stands for one, and passwords that no `=` or `:` announces.
extension SecretScanner {
    /// Whether a value is a password, rather than a stand-in, a type, a piece of code, or the next word of a sentence.
    func isPassword(_ value: Value) -> Bool {
        let range = value.range
        guard !isStandIn(range), !isPasswordWord(range) else { return false }
        let shape = Shape(bytes[range.prefix(Self.reach)])
        if value.isQuoted {
            // Sentences stand in quotes too.
            return !bytes[range].contains(UInt8(ascii: " ")) && !bytes[range].contains(UInt8(ascii: "<"))
        }
        guard !isCode(range) else { return false }
        if value.isTight { return shape.digits < shape.count || shape.count > 3 }
        let isMixed = shape.count >= 4 && shape.letters > 0 && (shape.digits > 0 || hasSign(range))
        return isMixed
            || value.isLast
                && (value.isAtLineStart && shape.letters >= 4 || shape.digits >= 4 && shape.digits == shape.count)
    }

    /// A sign within that prose seldom has within a word.
    private func hasSign(_ range: Range<Int>) -> Bool {
        range.dropLast().contains { "!@#$%^&+~".utf8.contains(bytes[$0]) }
    }

    /// Whether a value stands for one: `<password>`, `${PASSWORD}`, `****`, `your_password`, or a placeholder of ours.
    func isStandIn(_ range: Range<Int>) -> Bool {
        let near = range.prefix(64)
        guard let first = near.first else { return true }
        switch bytes[first] {
        case UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "["): return true
        case UInt8(ascii: "$"):
            // A variable, but not a password that begins so.
            let next = byte(first + 1)
            if "{(".utf8.contains(next) || next.isDigit && range.count == 2 { return true }
            return near.dropFirst().allSatisfy { bytes[$0].isUpper || bytes[$0] == 0x5f }
                || near.dropFirst().allSatisfy { bytes[$0].isLower || bytes[$0] == 0x5f }
        case UInt8(ascii: "%"):
            if byte(range.upperBound - 1) == UInt8(ascii: "%") || range.count <= 2
                || byte(first + 1) == UInt8(ascii: "(")
            {
                return true
            }
        case UInt8(ascii: "!"):
            // A tag of YAML.
            if range.count > 1, range.dropFirst().allSatisfy({ bytes[$0].isLower }) { return true }
        case UInt8(ascii: "*"):
            if near.allSatisfy({ bytes[$0] == bytes[first] }) { return true }
        default: break
        }
        if has("\u{2022}", at: first) || has("\u{2026}", at: first) || has("...", at: first) || has("{{", at: first) {
            return true
        }
        if range.count >= 3,
            near.allSatisfy({ (bytes[$0] | 0x20) == (bytes[first] | 0x20) || "-_.".utf8.contains(bytes[$0]) })
        {
            return !bytes[first].isDigit
        }
        return near.contains { index in
            Self.standIns.contains { hasWord($0, at: index) && index + $0.utf8CodeUnitCount <= range.upperBound }
        }
    }

    private static let standIns: [StaticString] = [
        "your", "example", "placeholder", "redacted", "changeme", "change_me", "change-me", "replace", "insert_",
        "insert-", "dummy", "xxxx", "****", "...", "\u{2026}", "<password", "todo", "_here", "-here", "goes-here",
        "${", "{{", "secretkeyref", "valuefrom", "notreal", "not-a-real",
    ]

    /// Whether a value is a word that is said of passwords.
    func isPasswordWord(_ range: Range<Int>) -> Bool {
        guard range.count <= 24 else { return false }
        return Self.words.contains { $0.utf8CodeUnitCount == range.count && hasWord($0, at: range.lowerBound) }
    }

    private static let words: [StaticString] = [
        "password", "passwd", "pass", "pwd", "passphrase", "passwort", "pw", "mypassword", "userpassword",
        "user_password", "yourpassword", "my_password", "dbpassword", "db_password", "new_password", "old_password",
        "psw", "secret", "token", "string", "str", "text", "varchar", "char", "bytes", "any", "none", "null", "nil",
        "undefined", "true", "false", "yes", "no", "on", "off", "required", "optional", "empty", "blank", "default",
        "unknown", "invalid", "incorrect", "wrong", "correct", "missing", "expired", "hidden", "encrypted", "hashed",
        "plain", "plaintext", "prompt", "ask", "never", "nullable", "omitted", "filtered", "masked", "disabled",
        "enabled", "failed", "accepted", "set", "unset", "reset", "the", "this", "that", "is", "not", "and", "or",
        "for", "with", "click", "please", "enter", "see", "use", "what", "forgot", "self", "args", "data", "value",
        "base64", "sha256", "sha512", "sha1", "md5", "bcrypt", "argon2", "argon2id", "scrypt", "pbkdf2", "utf8",
        "utf-8", "sensitive", "literal", "credential", "credentials", "file", "env", "milvus",
    ]

    /// Whether a bare value is a name, a call or a member of code.
    private func isCode(_ range: Range<Int>) -> Bool {
        let first = bytes[range.lowerBound]
        guard first.isLetter || first == UInt8(ascii: "_") || "&:(@/".utf8.contains(first) else { return false }
        if "&:(@/".utf8.contains(first) {
            return range.count < 2 || bytes[range.lowerBound + 1].isLetter && first != UInt8(ascii: "@")
        }
        var index = range.lowerBound
        var joints = 0
        while index < range.upperBound, ByteSet.word.contains(bytes[index]) || bytes[index] == UInt8(ascii: ".") {
            if bytes[index] == UInt8(ascii: ".") { joints += 1 }
            index += 1
        }
        if index < range.upperBound {
            return "([".utf8.contains(bytes[index]) || has("->", at: index) || has("::", at: index)
        }
        let hasDigit = bytes[range].contains { $0.isDigit }
        return joints > 0 && !hasDigit || endsLikeName(range)
    }

    /// `db_password`, `newPassword`: a variable that holds one.
    private func endsLikeName(_ range: Range<Int>) -> Bool {
        ["password", "passwd", "_pwd", "_pass", "_pw", "_secret", "_token", "passphrase"].contains {
            (name: StaticString) in
            let start = range.upperBound - name.utf8CodeUnitCount
            return start >= range.lowerBound && hasWord(name, at: start)
        }
    }

    // MARK: Other forms

    /// `IDENTIFIED BY 'x'`, `WITH PASSWORD 'x'`, `define('PASSWORD', 'x')`.
    mutating func quotedPassword(at index: Int) -> Secret? {
        let before = start(of: .blanks, before: index, most: 4)
        if byte(before - 1) == UInt8(ascii: ","), "'\"".utf8.contains(byte(before - 2)) {
            guard let kind = name(endingAt: before - 2)?.kind, let value = value(behind: index - 1) else { return nil }
            return kind == .header ? nil : secret(value, of: kind)
        }
        guard before < index else { return nil }
        let isIdentified = endsWord("by", at: before) && endsWord("identified", at: before - 3)
        guard isIdentified || endsWord("password", at: before) || endsWord("passphrase", at: before),
            let value = value(behind: index - 1), isPassword(value)
        else { return nil }
        return Secret(kind: .password, range: value.range)
    }

    /// `--password x`, `--token x`, `-u name:x` of curl, `-px` of mysql, `-p x` of sshpass.
    mutating func option(at index: Int) -> Secret? {
        guard byte(index - 1).isSpace || byte(index - 1) == 0 && index == floor else { return nil }
        if byte(index + 1) == UInt8(ascii: "-") { return longOption(at: index) }
        switch byte(index + 1) {
        case UInt8(ascii: "u") where byte(index + 2) == UInt8(ascii: " ") && follows("curl", index):
            guard let value = value(behind: index + 2) else { return nil }
            guard let colon = bytes[value.range].firstIndex(of: UInt8(ascii: ":")), colon + 1 < value.range.upperBound
            else { return nil }
            let password = colon + 1..<value.range.upperBound
            guard !isStandIn(password), !isPasswordWord(password) else { return nil }
            return Secret(kind: .password, range: password)
        case UInt8(ascii: "p"):
            let isApart = byte(index + 2) == UInt8(ascii: " ")
            guard isApart ? follows("sshpass", index) : follows("mysql", index) || follows("sshpass", index) else {
                return nil
            }
            guard let value = value(behind: isApart ? index + 2 : index + 1), value.range.count > 2,
                !isStandIn(value.range),
                !isPasswordWord(value.range)
            else { return nil }
            return Secret(kind: .password, range: value.range)
        default:
            return nil
        }
    }

    private mutating func longOption(at index: Int) -> Secret? {
        let end = end(of: ByteSet(alphanumericAnd: "-_"), from: index + 2, most: 40)
        guard byte(end) == UInt8(ascii: " ") else { return nil }
        guard let kind = name(endingAt: end)?.kind, kind != .header, let value = value(behind: end) else { return nil }
        // The next option is no value.
        guard bytes[value.range.lowerBound] != UInt8(ascii: "-"), byte(value.range.lowerBound) != UInt8(ascii: "|")
        else { return nil }
        var tight = value
        tight.isTight = true
        return secret(tight, of: kind)
    }

    /// Whether a program is called earlier on the line.
    mutating func follows(_ program: StaticString, _ index: Int) -> Bool {
        let limit = max(floor, index - 160)
        var start = index
        defer { work += index - start }
        while start > limit, bytes[start - 1] != 0x0a {
            start -= 1
            if hasWord(program, at: start) { return true }
        }
        return false
    }

    /// "The password is x", with an x that no sentence has.
    mutating func statedPassword(at index: Int) -> Secret? {
        guard hasWord("ssw", at: index - 2) else { return nil }
        let word = end(of: .alphanumeric, from: index, most: 8)
        guard hasWord("word", at: index) || hasWord("wd", at: index) || hasWord("wort", at: index),
            byte(word) == UInt8(ascii: " ")
        else { return nil }
        let verb = end(of: .alphanumeric, from: word + 1, most: 4)
        let verbs: [StaticString] = ["is", "was", "ist", "to"]
        guard verbs.contains(where: { $0.utf8CodeUnitCount == verb - word - 1 && hasWord($0, at: word + 1) }),
            byte(verb) == UInt8(ascii: " "),
            let value = value(behind: verb), !isStandIn(value.range), !isPasswordWord(value.range), !isCode(value.range)
        else { return nil }
        let shape = Shape(bytes[value.range])
        let isSecret =
            shape.count >= 6 && shape.letters > 0 && shape.digits > 0 && !bytes[value.range].contains(UInt8(ascii: " "))
        return isSecret && (value.isQuoted || value.isLast) ? Secret(kind: .password, range: value.range) : nil
    }
}
