/// International bank account numbers (ISO 13616).
extension SecretScanner {
    /// The number whose country's two letters stand before this digit: as many characters as its country has, with the
    /// right remainder; whole, or with blanks between them.
    mutating func iban(at index: Int) -> Secret? {
        let start = index - 2
        guard start >= floor, bytes[start].isLetter, bytes[start + 1].isLetter, byte(index + 1).isDigit,
            !ByteSet.word.contains(byte(start - 1)),
            !"-/.+=".utf8.contains(byte(start - 1)) || byte(start - 1) == UInt8(ascii: "="),
            let length = Self.length(ofCountry: bytes[start], bytes[start + 1])
        else { return nil }
        let isSmall = bytes[start].isLower
        var (remainder, count, position) = (0, 0, start)
        var blanks = 0
        // The first four characters count last.
        var head = 0
        while count < length {
            let byte = byte(position)
            guard byte.isDigit || byte.isUpper != isSmall && byte.isLetter else {
                guard byte == UInt8(ascii: " "), count > 0, self.byte(position - 1) != UInt8(ascii: " ") else {
                    return nil
                }
                blanks += 1
                position += 1
                continue
            }
            let value = byte.isDigit ? Int(byte - 0x30) : Int(byte.lowered - 0x61) + 10
            let base = byte.isDigit ? 10 : 100
            if count < 4 { head = head * base + value } else { remainder = (remainder * base + value) % 97 }
            count += 1
            position += 1
        }
        work += position - start
        // Two letters and two digits are six digits.
        remainder = (remainder * 1_000_000 + head) % 97
        guard remainder == 1, !byte(position).isAlphanumeric, byte(position) != UInt8(ascii: "_"),
            !isSmall || blanks > 2
        else { return nil }
        return Secret(kind: .iban, range: start..<position)
    }

    private static func length(ofCountry first: UInt8, _ second: UInt8) -> Int? {
        lengths[UInt16(first.lowered) << 8 | UInt16(second.lowered)]
    }

    /// By country, from the registry of SWIFT.
    private static let lengths: [UInt16: Int] = {
        let table: [(length: Int, countries: StaticString)] = [
            (15, "no"), (16, "be"), (18, "dkfoglnl"), (19, "mksi"), (20, "atbaeekzltluxk"), (21, "chhrlilv"),
            (22, "bhbgcrdegeiemersgb"), (23, "aegiiliqomtlso"), (24, "adczesmdpkrosarsseskstsktnvg"), (25, "ptly"),
            (26, "istr"), (27, "frgrimitmcsmbifm"), (28, "alazbycycrgthudolbplsvni"), (29, "brqaeg"), (30, "jokwmups"),
            (31, "mtsc"), (32, "lc"),
        ]
        var lengths: [UInt16: Int] = [:]
        for (length, countries) in table {
            for place in stride(from: 0, to: countries.utf8CodeUnitCount, by: 2) {
                let code = UInt16(countries.utf8Start[place]) << 8 | UInt16(countries.utf8Start[place + 1])
                lengths[code] = length
            }
        }
        return lengths
    }()
}
