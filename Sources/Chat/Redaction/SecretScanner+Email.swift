/// E-mail addresses.
extension SecretScanner {
    private static let localPart = ByteSet(alphanumericAnd: ".!#$%&*+-/=?^_`{|}~'")
    private static let hostPart = ByteSet(alphanumericAnd: "-.")
    /// The longest that RFC 5321 allows.
    private static let longestLocalPart = 64
    private static let longestHost = 255

    /// What ends file names and units of systemd, not domains.
    private static let fileEndings: [StaticString] = [
        "service", "socket", "target", "timer", "mount", "automount", "slice", "scope", "device", "path", "swap",
        "png", "jpg", "jpeg", "gif", "webp", "svg", "js", "mjs", "cjs", "ts", "tsx", "jsx", "json", "yml", "yaml",
        "toml", "lock", "txt", "md", "html", "htm", "css", "scss", "log", "conf", "cfg", "ini", "whl", "tgz", "gz",
        "xz", "bz2", "zip", "tar", "local", "localdomain", "internal", "lan", "localhost", "plt", "cpp", "cc", "hpp",
        "rs", "go", "java", "class", "kt", "exe", "dll",
    ]

    /// The address around an `@`: a local part, and a host with a domain that is not a file's ending.
    ///
    /// Not one: `git@host:path`, what is logged in to by `ssh` or in a URL, `@scope/package@1.2.3`, `user@host`.
    mutating func email(at index: Int) -> Secret? {
        guard byte(index + 1).isAlphanumeric || byte(index + 1) >= 0xc3 else { return nil }
        let end = hostEnd(from: index + 1)
        guard end > index + 1, let start = localStart(before: index), !isLogin(start..<index, hostEnd: end) else {
            return nil
        }
        return Secret(kind: .email, range: start..<end)
    }

    /// Where the host ends that begins here; its start if it is none.
    private mutating func hostEnd(from start: Int) -> Int {
        var end = start
        while end < bytes.count, end - start <= Self.longestHost,
            Self.hostPart.contains(bytes[end]) || bytes[end] >= 0x80
        {
            end += 1
        }
        work += end - start
        while end > start, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
        guard let dot = bytes[start..<end].lastIndex(of: UInt8(ascii: ".")), dot > start else { return start }
        let domain = dot + 1..<end
        let isCoded = has("xn--", at: domain.lowerBound)
        // What a script without spaces writes behind an address is no part of it.
        let letters = domain.prefix { bytes[$0].isLetter || isCoded && bytes[$0] != 0 || bytes[$0] >= 0x80 }
        guard letters.count == domain.count, domain.count >= 2 else { return start }
        guard bytes[domain.lowerBound] < 0x80 else { return domain.count >= 4 ? end : start }
        let ascii = domain.prefix { bytes[$0] < 0x80 }
        guard ascii.count >= 2, ascii.count <= 24 || isCoded, byte(dot - 1) != UInt8(ascii: "."), !isFileEnding(ascii)
        else { return start }
        return ascii.endIndex
    }

    private func isFileEnding(_ domain: Range<Int>) -> Bool {
        Self.fileEndings.contains { $0.utf8CodeUnitCount == domain.count && hasWord($0, at: domain.lowerBound) }
    }

    /// Where the local part begins that ends here.
    private mutating func localStart(before end: Int) -> Int? {
        let limit = max(floor, end - Self.longestLocalPart)
        var start = end
        while start > limit {
            let byte = bytes[start - 1]
            if Self.localPart.contains(byte) {
                start -= 1
            } else if byte & 0xc0 == 0x80, start - 2 >= limit, (0xc3...0xdf).contains(bytes[start - 2]) {
                // A letter of Latin, Greek, Cyrillic and their neighbours.
                start -= 2
            } else {
                break
            }
        }
        work += end - start
        // Quotes, slashes and assignments before an address are not part of it.
        if let cut = bytes[start..<end].lastIndex(where: { "/='`{}|!?&*".utf8.contains($0) }) { start = cut + 1 }
        while start < end, !bytes[start].isAlphanumeric, bytes[start] < 0x80 { start += 1 }
        return start < end && bytes[end - 1] != UInt8(ascii: ".") ? start : nil
    }

    /// Whether somebody logs in to a machine, rather than writes to a person.
    private mutating func isLogin(_ name: Range<Int>, hostEnd end: Int) -> Bool {
        let isGit = name.count == 3 && hasWord("git", at: name.lowerBound)
        let isRemotePath =
            byte(end) == UInt8(ascii: ":") && (byte(end + 1).isAlphanumeric || "/~.".utf8.contains(byte(end + 1)))
        if isGit || isRemotePath || has("://", at: name.lowerBound - 3) || isHostMask(name.lowerBound..<end)
            || isAlgorithm(before: end)
        {
            return true
        }
        guard byte(name.lowerBound - 1) == UInt8(ascii: " ") else { return false }
        let before = name.lowerBound - 1
        return endsWord("ssh", at: before) || endsWord("scp", at: before) || endsWord("sftp", at: before)
            || endsWord("ssh-copy-id", at: before) || follows("ssh -", before)
    }

    /// Whether this is where somebody on IRC is from: `nick!name@host`, `~name@host`, `n=name@host`, `[name@host] has
    /// joined`.
    private func isHostMask(_ range: Range<Int>) -> Bool {
        let next = byte(range.upperBound + 2) == UInt8(ascii: " ") ? range.upperBound + 2 : range.upperBound + 1
        if "])".utf8.contains(byte(range.upperBound)), has(" has ", at: next) { return true }
        let start = range.lowerBound
        switch byte(start - 1) {
        case UInt8(ascii: "~"), UInt8(ascii: "!"): return true
        case UInt8(ascii: "="): return "ni".utf8.contains(byte(start - 2)) && "(!".utf8.contains(byte(start - 3))
        default: return false
        }
    }

    /// Whether a host ends here whose names are those of ciphers, as in `chacha20-poly1305@openssh.com`.
    private func isAlgorithm(before end: Int) -> Bool {
        hasWord("@openssh.com", at: end - 12) || hasWord("@libssh.org", at: end - 11)
    }
}
