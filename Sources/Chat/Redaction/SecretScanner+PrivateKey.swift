/// Private keys in armour: PEM, OpenSSH and PGP.
extension SecretScanner {
    private static let longestBlock = 64 << 10
    private static let marks = 5

    /// The block that begins with `-----BEGIN … PRIVATE KEY…-----`, up to its end. Where that is missing, up to what no
    /// longer looks like the inside of one; nothing where nothing does.
    mutating func privateKey(at index: Int) -> Secret? {
        guard has("-----BEGIN ", at: index) || has("---- BEGIN ", at: index) else { return nil }
        let label = end(of: ByteSet(alphanumericAnd: " "), from: index + 10, most: 48)
        guard names("PRIVATE KEY", in: index..<label), byte(label) == UInt8(ascii: "-") else { return nil }
        let body = end(of: ByteSet("-"), from: label, most: 8)
        let end = blockEnd(from: body) ?? bodyEnd(from: body)
        return end > body ? Secret(kind: .privateKey, range: index..<end) : nil
    }

    private func names(_ words: StaticString, in range: Range<Int>) -> Bool {
        range.contains { has(words, at: $0) }
    }

    /// Behind the next `-----END …-----`, if that comes before another beginning.
    private mutating func blockEnd(from start: Int) -> Int? {
        let limit = min(bytes.count, start + Self.longestBlock)
        var index = start
        defer { work += index - start }
        while index < limit {
            guard bytes[index] == UInt8(ascii: "-") else {
                index += 1
                continue
            }
            if has("-----BEGIN", at: index) { return nil }
            if has("-----END ", at: index) || has("---- END ", at: index) {
                let label = end(of: ByteSet(alphanumericAnd: " "), from: index + 8, most: 48)
                return end(of: ByteSet("-"), from: label, most: Self.marks)
            }
            index += 1
        }
        return nil
    }

    /// Behind the last line of base64, header or armour from here. Ends of lines may be spelt `\n`, lines may be quoted
    /// by `> `.
    private mutating func bodyEnd(from start: Int) -> Int {
        var kept = start
        var index = start
        while index < bytes.count {
            index = end(of: ByteSet(" \t\r\n>\\\"'+,|"), from: index)
            if index > 0, byte(index - 1) == UInt8(ascii: "\\"), "nr".utf8.contains(byte(index)) { index += 1 }
            let word = end(of: .base64, from: index)
            // A line of a key is long, and words are not; the last may be short, and has padding or digits.
            let isHeader = byte(word) == UInt8(ascii: ":") || byte(word) == UInt8(ascii: "-")
            guard word > index else { break }
            if isHeader, kept == start || word - index < 20, isHeaderName(index..<word) {
                index = end(ofLineFrom: word)
            } else if word - index >= 24 || kept > start && isTail(index..<word) {
                index = word
            } else {
                break
            }
            kept = index
        }
        return kept
    }

    private func isHeaderName(_ word: Range<Int>) -> Bool {
        ["Proc", "DEK", "Version", "Comment", "Hash", "Charset", "MessageID"].contains { has($0, at: word.lowerBound) }
    }

    private func isTail(_ word: Range<Int>) -> Bool {
        let shape = Shape(bytes[word])
        return bytes[word.upperBound - 1] == UInt8(ascii: "=")
            || shape.digits > 0 && shape.letters > 0 && word.count >= 4
    }

    private mutating func end(ofLineFrom start: Int) -> Int {
        var index = start
        while index < bytes.count, bytes[index] != 0x0a, bytes[index] != UInt8(ascii: "\\") { index += 1 }
        work += index - start
        return index
    }
}
