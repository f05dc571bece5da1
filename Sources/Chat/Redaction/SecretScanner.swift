/// Finds secrets in one pass over a text.
///
/// A few bytes that most words do not have begin a rule: an `@` an e-mail address, a `:` or `=` an assignment, an
/// address or a token, a digit a number. A rule looks around its byte and says where a secret lies, which may begin
/// before it.
///
/// A rule must not make the pass quadratic. It looks back a bounded number of bytes and never before `floor`, and
/// forward a bounded number too, or over what it then finds. `work` counts what rules look at, for the test of this.
struct SecretScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    let hidesAddresses: Bool
    /// Where the last secret ends: nothing before it belongs to the next.
    private(set) var floor = 0
    /// Bytes that rules went over.
    var work = 0

    /// Decisions about a value see at most this much of it.
    static let reach = 256

    private static let anchors = ByteSet("@:=_-.+('\"0123456789BbCIJKw")

    init(_ bytes: UnsafeBufferPointer<UInt8>, hidesAddresses: Bool) {
        self.bytes = bytes
        self.hidesAddresses = hidesAddresses
    }

    /// All secrets, in their order.
    mutating func scan() -> [Secret] {
        var secrets: [Secret] = []
        let anchors = Self.anchors
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if anchors.contains(byte), let secret = secret(byte, at: index) {
                secrets.append(secret)
                floor = secret.range.upperBound
                index = max(index + 1, floor)
            } else {
                index += 1
            }
        }
        return secrets
    }

    private mutating func secret(_ byte: UInt8, at index: Int) -> Secret? {
        switch byte {
        case UInt8(ascii: "@"): email(at: index)
        case UInt8(ascii: ":"): location(at: index) ?? telegramToken(at: index) ?? assignment(at: index)
        case UInt8(ascii: "="): assignment(at: index)
        case UInt8(ascii: "_"): prefixedKey(at: index) ?? environmentKey(at: index)
        case UInt8(ascii: "-"): privateKey(at: index) ?? prefixedKey(at: index) ?? option(at: index)
        case UInt8(ascii: "."): dottedKey(at: index)
        case UInt8(ascii: "'"), UInt8(ascii: "\""): quotedPassword(at: index)
        case UInt8(ascii: "B"), UInt8(ascii: "b"): bearer(at: index)
        case UInt8(ascii: "C"), UInt8(ascii: "I"), UInt8(ascii: "J"), UInt8(ascii: "K"): capitalKey(byte, at: index)
        case UInt8(ascii: "w"): statedPassword(at: index)
        case UInt8(ascii: "+"), UInt8(ascii: "("): phone(at: index)
        default: number(at: index)
        }
    }
}

/// What rules are made of.
extension SecretScanner {
    /// The byte there; 0 behind the text's end and before `floor`.
    @inline(__always)
    func byte(_ index: Int) -> UInt8 {
        index >= floor && index < bytes.count ? bytes[index] : 0
    }

    /// Where the run of a set's bytes that begins here ends, at most `most` bytes further.
    mutating func end(of set: ByteSet, from start: Int, most: Int = .max) -> Int {
        let limit = most < bytes.count - start ? start + most : bytes.count
        var index = start
        while index < limit, set.contains(bytes[index]) { index += 1 }
        work += index - start
        return index
    }

    /// Where the run of a set's bytes that ends here begins, at most `most` bytes before.
    mutating func start(of set: ByteSet, before end: Int, most: Int) -> Int {
        let limit = max(floor, end - most)
        var index = end
        while index > limit, set.contains(bytes[index - 1]) { index -= 1 }
        work += end - index
        return index
    }

    /// Whether these very bytes stand here.
    @inline(__always)
    func has(_ literal: StaticString, at index: Int) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard index >= floor, length <= bytes.count - index else { return false }
        for place in 0..<length where bytes[index + place] != literal.utf8Start[place] { return false }
        return true
    }

    /// Whether a word in small letters stands here, in whatever case.
    @inline(__always)
    func hasWord(_ literal: StaticString, at index: Int) -> Bool {
        let length = literal.utf8CodeUnitCount
        guard index >= floor, length <= bytes.count - index else { return false }
        for place in 0..<length {
            let byte = bytes[index + place]
            guard (byte.isUpper ? byte.lowered : byte) == literal.utf8Start[place] else { return false }
        }
        return true
    }

    /// Whether a word in small letters, in whatever case, ends here, with no letter or digit before it.
    func endsWord(_ literal: StaticString, at end: Int) -> Bool {
        let start = end - literal.utf8CodeUnitCount
        return hasWord(literal, at: start) && !byte(start - 1).isAlphanumeric
    }
}
