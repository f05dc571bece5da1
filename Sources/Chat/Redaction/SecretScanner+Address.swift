/// Public addresses of the Internet Protocol.
extension SecretScanner {
    /// The address that begins here, unless it is private, of this machine, for documentation, or rather a version.
    mutating func address(at index: Int) -> Secret? {
        guard !ByteSet.word.contains(byte(index - 1)), !".:-+".utf8.contains(byte(index - 1)) else { return nil }
        return shortAddress(at: index) ?? longAddress(at: index)
    }

    /// IPv4.
    private mutating func shortAddress(at start: Int) -> Secret? {
        var octets = (0, 0, 0, 0)
        var index = start
        for place in 0..<4 {
            let end = end(of: .digits, from: index, most: 4)
            guard (1...3).contains(end - index), end - index == 1 || bytes[index] != 0x30 else { return nil }
            let octet = bytes[index..<end].reduce(0) { $0 * 10 + Int($1 - 0x30) }
            guard octet < 256, place == 3 || byte(end) == UInt8(ascii: ".") else { return nil }
            octets = (octets.1, octets.2, octets.3, octet)
            index = end + (place < 3 ? 1 : 0)
        }
        let next = byte(index)
        guard !next.isLetter, next != 0x5f, next != 0x2d || !byte(index + 1).isAlphanumeric,
            next != 0x2e || !byte(index + 1).isAlphanumeric
        else { return nil }
        // Versions are small.
        let isVersion = [octets.0, octets.1, octets.2, octets.3].allSatisfy { $0 < 32 } || isVersion(before: start)
        return isVersion || !Self.isPublic(octets) ? nil : Secret(kind: .address, range: start..<index)
    }

    /// Whether a word before a number says that it is a version.
    private mutating func isVersion(before index: Int) -> Bool {
        if byte(index - 1) == UInt8(ascii: "=") || byte(index - 1) == UInt8(ascii: "v") { return true }
        let end = start(of: .blanks, before: index, most: 2)
        return endsWord("version", at: end) || endsWord("release", at: end) || endsWord("v", at: end)
            || endsWord("ver", at: end)
    }

    private static func isPublic(_ octets: (Int, Int, Int, Int)) -> Bool {
        switch octets {
        case (0, _, _, _), (10, _, _, _), (127, _, _, _), (224..., _, _, _): false
        case (100, 64...127, _, _), (169, 254, _, _), (172, 16...31, _, _), (192, 168, _, _), (198, 18...19, _, _):
            false
        case (192, 0, 0, _), (192, 0, 2, _), (198, 51, 100, _), (203, 0, 113, _): false
        default: true
        }
    }

    /// IPv6 of the public range, 2000::/3, but for the documentation's 2001:db8::/32.
    private mutating func longAddress(at start: Int) -> Secret? {
        guard byte(start) == 0x32 || byte(start) == 0x33, byte(start + 4) == UInt8(ascii: ":") else { return nil }
        var (index, groups, isShortened) = (start, 0, false)
        while groups < 8 {
            let end = end(of: .hexadecimal, from: index, most: 5)
            guard end - index <= 4, end > index || isShortened else { return nil }
            if end > index { groups += 1 }
            index = end
            guard byte(index) == UInt8(ascii: ":") else { break }
            if byte(index + 1) == UInt8(ascii: ":") {
                guard !isShortened else { return nil }
                isShortened = true
                index += 2
            } else {
                guard groups < 8, ByteSet.hexadecimal.contains(byte(index + 1)) else { break }
                index += 1
            }
        }
        guard groups == 8 || isShortened, !byte(index).isAlphanumeric, !hasWord("2001:db8:", at: start),
            !hasWord("2001:0db8:", at: start)
        else { return nil }
        return Secret(kind: .address, range: start..<index)
    }
}
