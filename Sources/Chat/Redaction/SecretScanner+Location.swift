/// Secrets within addresses: passwords before a host, and webhooks.
extension SecretScanner {
    private static let scheme = ByteSet(alphanumericAnd: "+.-")
    private static let longestScheme = 24
    private static let addressEnd = ByteSet(" \t\r\n\"'`<>|")

    /// The secret in the address whose scheme this colon ends.
    mutating func location(at index: Int) -> Secret? {
        guard has("://", at: index), byte(index - 1).isAlphanumeric,
            start(of: Self.scheme, before: index, most: Self.longestScheme) < index
        else { return nil }
        return credentials(from: index + 3) ?? webhook(from: index + 3)
    }

    /// The password of `scheme://user:password@host`, up to the last `@` before the path.
    private mutating func credentials(from start: Int) -> Secret? {
        var colon: Int?
        var at: Int?
        var index = start
        let limit = min(bytes.count, start + Self.reach)
        scan: while index < limit {
            switch bytes[index] {
            case UInt8(ascii: ":") where colon == nil: colon = index
            case UInt8(ascii: "@"): at = index
            case UInt8(ascii: "/"), UInt8(ascii: "?"):
                // A password may have these, if it is followed by a host.
                if at != nil || colon == nil || byte(index + 1) == UInt8(ascii: "/") { break scan }
            case let byte where Self.addressEnd.contains(byte) || byte == UInt8(ascii: ","): break scan
            default: break
            }
            index += 1
        }
        work += index - start
        guard let at, byte(at + 1) != 0, !byte(at + 1).isSpace else { return nil }
        guard let colon, colon < at else {
            let shape = Shape(bytes[start..<at])
            guard at - start >= 16, shape.isRandom, shape.others == 0 else { return nil }
            return Secret(kind: .apiKey, range: start..<at)
        }
        let password = colon + 1..<at
        // `http://host:80/@name` has a port there.
        guard !password.isEmpty, !isPort(password), !isStandIn(password), !isPasswordWord(password) else { return nil }
        return Secret(kind: .password, range: password)
    }

    private func isPort(_ range: Range<Int>) -> Bool {
        let digits = bytes[range].prefix { $0.isDigit }.count
        return (1...5).contains(digits) && digits < range.count && byte(range.lowerBound + digits) == UInt8(ascii: "/")
    }

    /// What stands behind the address of a webhook: who knows it can post.
    private mutating func webhook(from start: Int) -> Secret? {
        let hostEnd = end(of: Self.scheme, from: start, most: 64)
        guard byte(hostEnd) == UInt8(ascii: "/") else { return nil }
        for (host, path) in Self.webhooks
        where has(path, at: hostEnd) && has(host, at: hostEnd - host.utf8CodeUnitCount) {
            let secret = hostEnd + path.utf8CodeUnitCount
            let near = end(of: Self.hookPath, from: secret, most: Self.reach)
            guard near - secret >= 20, Shape(bytes[secret..<near]).digits > 1 else { return nil }
            return Secret(kind: .apiKey, range: secret..<end(of: Self.hookPath, from: near))
        }
        return nil
    }

    private static let hookPath = ByteSet(alphanumericAnd: "-_/@")

    private static let webhooks: [(host: StaticString, path: StaticString)] = [
        ("hooks.slack.com", "/services/"), ("hooks.slack.com", "/workflows/"), ("hooks.slack.com", "/triggers/"),
        ("discord.com", "/api/webhooks/"), ("discordapp.com", "/api/webhooks/"), ("discord.com", "/api/v10/webhooks/"),
        ("webhook.office.com", "/webhookb2/"),
    ]
}
