/// Keys and tokens that say by their form what they are.
extension SecretScanner {
    private static let longestPrefix = 12

    /// A key that begins with a word and this `-` or `_`, as `KeyPrefix` lists them.
    mutating func prefixedKey(at index: Int) -> Secret? {
        guard byte(index - 1).isAlphanumeric || byte(index - 1) == UInt8(ascii: ".") else { return nil }
        let start = start(of: .alphanumeric, before: index, most: Self.longestPrefix)
        guard !ByteSet.base64URL.contains(byte(start - 1)) else { return nil }
        for kind in KeyPrefix.beginning(with: byte(start)) where has(kind.prefix, at: start) {
            let body = start + kind.prefix.utf8CodeUnitCount
            guard body > index else { continue }
            let near = end(of: kind.body == .plain ? .alphanumeric : .base64URL, from: body, most: Self.reach)
            let shape = Shape(bytes[body..<near])
            guard near - body >= kind.least, !shape.isFiller else { return nil }
            guard kind.body != .random || shape.isRandom || shape.isMixedCase else { return nil }
            return Secret(kind: .apiKey, range: start..<tokenEnd(from: near))
        }
        return nil
    }

    /// `acme_live_…` and the like: a vendor, an environment, and something random.
    mutating func environmentKey(at index: Int) -> Secret? {
        guard let word = ["_live_", "_test_", "_prod_", "_key_"].first(where: { has($0, at: index) }) else {
            return nil
        }
        let start = start(of: .word, before: index, most: Self.longestPrefix)
        let body = index + word.utf8CodeUnitCount
        let near = end(of: .alphanumeric, from: body, most: Self.reach)
        guard start < index, near - body >= 20, Shape(bytes[body..<near]).isRandom else { return nil }
        return Secret(kind: .apiKey, range: start..<tokenEnd(from: near))
    }

    /// AWS (`AKIA…`), Google (`AIza…`), Twilio (`SK…`, `AC…`) and JSON web tokens (`eyJ…`), each by a capital that few
    /// words have.
    mutating func capitalKey(_ capital: UInt8, at index: Int) -> Secret? {
        switch capital {
        case UInt8(ascii: "I") where has("AK", at: index - 2) || has("AS", at: index - 2):
            guard byte(index + 1) == UInt8(ascii: "A"), isTokenStart(index - 2) else { return nil }
            let end = end(of: .alphanumeric, from: index + 2, most: 17)
            guard end == index + 18, !Shape(bytes[index + 2..<end]).isFiller,
                bytes[index + 2..<end].allSatisfy({ $0.isUpper || $0.isDigit })
            else { return nil }
            return Secret(kind: .apiKey, range: index - 2..<endWithSecretKey(behind: end))
        case UInt8(ascii: "I"):
            guard byte(index - 1) == UInt8(ascii: "A"), has("za", at: index + 1), isTokenStart(index - 1) else {
                return nil
            }
            let end = end(of: .base64URL, from: index + 3, most: Self.reach)
            guard end - index >= 30, !Shape(bytes[index + 3..<end]).isFiller else { return nil }
            return Secret(kind: .apiKey, range: index - 1..<tokenEnd(from: end))
        case UInt8(ascii: "J"):
            return has("ey", at: index - 2) && isTokenStart(index - 2) ? webToken(at: index - 2) : nil
        default:
            let before = capital == UInt8(ascii: "K") ? UInt8(ascii: "S") : UInt8(ascii: "A")
            guard byte(index - 1) == before, isTokenStart(index - 1) else { return nil }
            let end = end(of: .hexadecimal, from: index + 1, most: 33)
            guard end == index + 33, !byte(end).isAlphanumeric, Shape(bytes[index + 1..<end]).isRandom else {
                return nil
            }
            return Secret(kind: .apiKey, range: index - 1..<end)
        }
    }

    /// `header.payload.signature`, each in base64; the signature may be missing.
    private mutating func webToken(at start: Int) -> Secret? {
        let header = end(of: .base64URL, from: start)
        guard header - start >= 10, has(".eyJ", at: header) else { return nil }
        let payload = end(of: .base64URL, from: header + 1)
        guard payload - header >= 10 else { return nil }
        let end = byte(payload) == UInt8(ascii: ".") ? end(of: .base64URL, from: payload + 1) : payload
        return Secret(kind: .apiKey, range: start..<end)
    }

    /// Keys that have this point between their parts: SendGrid's (`SG.id.secret`) and those of Discord's bots
    /// (`id.time.secret`).
    mutating func dottedKey(at index: Int) -> Secret? {
        if has("SG", at: index - 2), isTokenStart(index - 2) {
            let middle = end(of: .base64URL, from: index + 1, most: Self.reach)
            guard middle - index > 16, byte(middle) == UInt8(ascii: ".") else { return nil }
            let end = end(of: .base64URL, from: middle + 1, most: Self.reach)
            guard end - middle > 16, !Shape(bytes[index + 1..<end]).isFiller else { return nil }
            return Secret(kind: .apiKey, range: index - 2..<tokenEnd(from: end))
        }
        if has("xoxe", at: index - 4) || has("hvs", at: index - 3) { return prefixedKey(at: index) }
        if has("ya29", at: index - 4), isTokenStart(index - 4) {
            let end = end(of: .base64URL, from: index + 1, most: Self.reach)
            guard end - index > 20 else { return nil }
            return Secret(kind: .apiKey, range: index - 4..<tokenEnd(from: end))
        }
        guard byte(index + 7) == UInt8(ascii: "."), end(of: .base64URL, from: index + 1, most: 7) == index + 7 else {
            return nil
        }
        let start = start(of: .base64URL, before: index, most: 30)
        let near = end(of: .base64URL, from: index + 8, most: Self.reach)
        guard index - start >= 22, near - index >= 30, "MNO".utf8.contains(byte(start)),
            Shape(bytes[index + 8..<near]).isRandom || Shape(bytes[index + 8..<near]).isMixedCase
        else { return nil }
        return Secret(kind: .apiKey, range: start..<tokenEnd(from: near))
    }

    /// The tokens of Telegram's bots: a number, this colon, 35 characters.
    mutating func telegramToken(at index: Int) -> Secret? {
        guard byte(index - 1).isDigit else { return nil }
        let start = start(of: .digits, before: index, most: 11)
        let end = end(of: .base64URL, from: index + 1, most: 36)
        guard (8...10).contains(index - start), end == index + 36, Shape(bytes[index + 1..<end]).isRandom,
            !byte(start - 1).isAlphanumeric || has("bot", at: start - 3)
        else { return nil }
        return Secret(kind: .apiKey, range: start..<tokenEnd(from: end))
    }

    /// `Bearer` and what it bears.
    mutating func bearer(at index: Int) -> Secret? {
        guard hasWord("bearer ", at: index), !byte(index - 1).isAlphanumeric else { return nil }
        let start = index + 7
        let near = end(of: Self.credential, from: start, most: Self.reach)
        let shape = Shape(bytes[start..<near])
        guard near - start >= 16, shape.digits > 0, !shape.isFiller, !isStandIn(start..<near) else { return nil }
        return Secret(kind: .apiKey, range: start..<end(of: Self.credential, from: near))
    }

    private static let credential = ByteSet(alphanumericAnd: "-_+/=.~:")

    /// The end of a key that goes on in base64.
    private mutating func tokenEnd(from near: Int) -> Int {
        end(of: .base64URL, from: near)
    }

    /// An AWS secret key has no form of its own but its 40 characters; it is told by the access key before it.
    private mutating func endWithSecretKey(behind end: Int) -> Int {
        let start = self.end(of: ByteSet(" \t\r\n:/,|;'\""), from: end, most: 4)
        let keyEnd = self.end(of: .base64, from: start, most: 41)
        let shape = Shape(bytes[start..<keyEnd])
        return start > end && keyEnd == start + 40 && (shape.isRandom || shape.isMixedCase) ? keyEnd : end
    }

    @inline(__always)
    private func isTokenStart(_ index: Int) -> Bool {
        index >= floor && !ByteSet.base64URL.contains(byte(index - 1)) && byte(index - 1) != UInt8(ascii: "/")
    }
}
