/// Telephone numbers.
extension SecretScanner {
    /// A number with its country (`+49 …`), or one of North America with its area in brackets (`(555) …`).
    mutating func phone(at index: Int) -> Secret? {
        let before = byte(index - 1)
        guard !before.isAlphanumeric, !"+/_-.)=\\$".utf8.contains(before) || before == UInt8(ascii: "=") else {
            return nil
        }
        return bytes[index] == UInt8(ascii: "(") ? bracketedPhone(at: index) : internationalPhone(at: index)
    }

    /// E.164: a country's code, and 8 to 15 digits in all, in groups or not.
    private mutating func internationalPhone(at index: Int) -> Secret? {
        guard byte(index + 1).isDigit, byte(index + 1) != 0x30 else { return nil }
        var (digits, position, end, groups) = (0, index + 1, index + 1, 0)
        while position < bytes.count, digits <= 15 {
            let group = self.end(of: .digits, from: position, most: 16)
            guard group > position else { break }
            digits += group - position
            groups += 1
            end = group
            // "(0)" is a zero that is not dialled from abroad.
            let next = self.end(of: ByteSet(" -./()"), from: group, most: 3)
            guard next > group, byte(next).isDigit, groups < 8 else { break }
            position = next
        }
        guard (8...15).contains(digits), closesNumber(at: end),
            isCountry(at: index + 1, digits: digits, isWhole: groups == 1)
        else { return nil }
        return Secret(kind: .phone, range: index..<end)
    }

    /// Whether a country's code begins here (ITU-T E.164), with as many digits as there may be behind it.
    private func isCountry(at index: Int, digits: Int, isWhole: Bool) -> Bool {
        let code = (0..<3).reduce(0) { $0 * 10 + Int(byte(index + $1) &- 0x30) % 10 }
        switch code / 100 {
        case 1:
            let area = index + 1
            return digits == 11 && (!isWhole || byte(area) >= 0x32)
        case 7: return digits == 11
        default: break
        }
        guard digits >= 9 || !isWhole else { return false }
        switch code / 10 {
        case 20, 27, 30...34, 36, 39, 40, 41, 43...49, 51...58, 60...66, 81, 82, 84, 86, 90...95, 98: return true
        default: break
        }
        switch code {
        case 211...213, 216, 218, 220...269, 290, 291, 297...299, 350...359, 370...389, 420, 421, 423, 500...509,
            590...599,
            670, 672...679, 680...692, 800, 808, 850, 852, 853, 855, 856, 870, 880, 881, 886, 960...968, 970...977,
            992...996, 998:
            return true
        default: return false
        }
    }

    /// `(555) 123-4567`.
    private mutating func bracketedPhone(at index: Int) -> Secret? {
        let area = end(of: .digits, from: index + 1, most: 6)
        guard byte(area) == UInt8(ascii: ")") else { return nil }
        let first = end(of: ByteSet(" -"), from: area + 1, most: 1)
        let middle = end(of: .digits, from: first, most: 9)
        let isAmerican = area - index == 4 && byte(index + 1) >= 0x32 && middle - first == 3
        if isAmerican, " -.".utf8.contains(byte(middle)) {
            let end = end(of: .digits, from: middle + 1, most: 5)
            return end == middle + 5 && closesNumber(at: end) ? Secret(kind: .phone, range: index..<end) : nil
        }
        // "(030) 1234567"
        guard byte(index + 1) == 0x30, area - index >= 4, (5...8).contains(middle - first), closesNumber(at: middle)
        else { return nil }
        return Secret(kind: .phone, range: index..<middle)
    }

    /// Whether groups of digits have a form that only telephone numbers have: of North America (`555-123-4567`), France
    /// (`01 23 45 67 89`), Germany (`0170 1234567`, `030/1234567`) and Britain (`020 7946 0000`, `07700 900000`).
    func isNationalPhone(_ groups: DigitGroups, at index: Int) -> Bool {
        let isByBlank = groups.separator == 0x20
        let isByHyphen = groups.separator == 0x2d
        let isBySlash = groups.separator == 0x2f
        let second = byte(index + 1)
        switch groups.shape {
        case 0x334, 0x1334:
            let area = groups.shape == 0x334 ? index : index + 2
            guard groups.isUniform, byte(area) >= 0x32, area == index || byte(index) == 0x31 else { return false }
            return isByHyphen || byte(area + 4) >= 0x32 && groups.separator == 0x2e && area == index
        case 0x22222:
            return groups.isUniform && !byte(index - 2).isDigit && byte(index) == 0x30 && (0x31...0x39).contains(second)
                && (isByBlank || groups.separator == 0x2e)
        case 0x344, 0x434, 0x56:
            return byte(index) == 0x30 && (0x31...0x33).contains(second) && groups.isUniform && isByBlank
                || groups.shape == 0x56 && byte(index) == 0x30 && second == 0x37
        case 0x47, 0x48, 0x57:
            let isMobile = byte(index) == 0x30 && second == 0x31 && (0x35...0x37).contains(byte(index + 2))
            return isMobile && (isByBlank || isByHyphen || isBySlash)
        case 0x35, 0x36, 0x37, 0x38, 0x45, 0x46, 0x55:
            return byte(index) == 0x30 && second != 0x30 && isBySlash
        default: return false
        }
    }

    // MARK: Labels

    /// Whether the words before a number say that it is one to call.
    mutating func isLabelledPhone(at index: Int, _ groups: DigitGroups) -> Bool {
        let isSpelt = groups.separator != 0 || byte(index) == 0x30 || groups.digits >= 10
        var end = index
        for _ in 0..<4 {
            end = start(of: ByteSet(" :=#(.\"'"), before: end, most: 4)
            let start = start(of: .alphanumeric, before: end, most: 12)
            guard start < end, !byte(start - 1).isAlphanumeric, byte(start - 1) != UInt8(ascii: "_") else {
                return false
            }
            let word = start..<end
            if Self.labels.contains(where: { isWord($0, word) }) { return true }
            if isSpelt, Self.calls.contains(where: { isWord($0, word) }) { return true }
            guard Self.fillers.contains(where: { isWord($0, word) }) else { return false }
            end = start
        }
        return false
    }

    private func isWord(_ literal: StaticString, _ range: Range<Int>) -> Bool {
        literal.utf8CodeUnitCount == range.count && hasWord(literal, at: range.lowerBound)
    }

    private static let labels: [StaticString] = [
        "tel", "phone", "telephone", "mobile", "fax", "whatsapp", "telefon", "handy", "handynummer", "telefonnummer",
        "hotline",
    ]
    private static let calls: [StaticString] = ["call", "cell", "text", "ring", "dial", "sms", "reach"]
    private static let fillers: [StaticString] = [
        "me", "us", "at", "on", "is", "my", "number", "no", "nr", "the", "under", "to", "ist",
    ]
}
