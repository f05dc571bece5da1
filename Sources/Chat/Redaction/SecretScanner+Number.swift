/// Card numbers, national telephone numbers, IBANs and addresses, all of which begin with a digit or soon have one.
extension SecretScanner {
    /// What the run of digits that begins here is part of.
    mutating func number(at index: Int) -> Secret? {
        guard !byte(index - 1).isDigit else { return nil }
        if byte(index - 1).isLetter { return iban(at: index) }
        if hidesAddresses, let address = address(at: index) { return address }
        guard opens(at: index) else { return nil }
        var groups = DigitGroups()
        var card: Int?
        var phone: Int?
        var position = index
        while let end = groupEnd(from: position, &groups) {
            // One group more of the same kind makes a table of it.
            if card != nil, groups.shape & 0xf == 4, groups.isUniform { card = nil }
            if phone != nil, groups.shape & 0xf == 2, groups.isUniform { phone = nil }
            if closesNumber(at: end) {
                if isCard(groups, index..<end) { card = end }
                if isNationalPhone(groups, at: index) { phone = end }
            }
            guard groups.digits < DigitGroups.most, groups.count < DigitGroups.mostGroups,
                let next = nextGroup(behind: end, &groups)
            else { break }
            position = next
        }
        if let card { return Secret(kind: .card, range: index..<card) }
        if let phone { return Secret(kind: .phone, range: index..<phone) }
        guard (7...15).contains(groups.digits), closesNumber(at: groups.end), !groups.isDate,
            isLabelledPhone(at: index, groups)
        else { return nil }
        return Secret(kind: .phone, range: index..<groups.end)
    }

    private mutating func groupEnd(from start: Int, _ groups: inout DigitGroups) -> Int? {
        let end = end(of: .digits, from: start, most: DigitGroups.most)
        guard end > start, !byte(end).isDigit else { return nil }
        if groups.digits == 0 {
            groups.leading = bytes[start..<min(end, start + 4)].reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }
        groups.add(start..<end)
        return end
    }

    /// The start of the next group behind one separator.
    func nextGroup(behind end: Int, _ groups: inout DigitGroups) -> Int? {
        let separator = byte(end)
        guard " -./".utf8.contains(separator), byte(end + 1).isDigit else { return nil }
        groups.join(separator)
        return end + 1
    }

    /// Whether what stands before a number lets it begin there.
    private func opens(at index: Int) -> Bool {
        let before = byte(index - 1)
        return before == 0 || before.isSpace || "([\"',;:>*`|={".utf8.contains(before) || before >= 0x80
    }

    /// Whether what stands behind a number lets it end there.
    func closesNumber(at end: Int) -> Bool {
        let next = byte(end + 1)
        switch byte(end) {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "/"), UInt8(ascii: ","):
            return !next.isAlphanumeric
        case let byte: return !byte.isAlphanumeric && !"_@%=#".utf8.contains(byte)
        }
    }

    // MARK: Cards

    private func isCard(_ groups: DigitGroups, _ range: Range<Int>) -> Bool {
        guard groups.isCardShape else { return false }
        return isIssued(groups) && passesLuhn(range)
    }

    /// The ranges that issuers have (ISO/IEC 7812), each with the lengths that it has.
    private func isIssued(_ groups: DigitGroups) -> Bool {
        let prefix = groups.leading
        switch groups.digits {
        case 14: return (300_0...305_9).contains(prefix) || prefix / 100 == 36 || prefix / 100 == 38
        case 15: return prefix / 100 == 34 || prefix / 100 == 37
        case 16:
            return prefix / 1000 == 4 || (5100...5599).contains(prefix) || (2221...2720).contains(prefix)
                || prefix == 6011
                || (6440...6599).contains(prefix) || (3528...3589).contains(prefix) || prefix / 100 == 62
                || [5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763].contains(prefix)
        case 19: return prefix / 1000 == 4 || prefix / 100 == 62
        default: return false
        }
    }

    /// The check digit of ISO/IEC 7812.
    private func passesLuhn(_ range: Range<Int>) -> Bool {
        var sum = 0
        var doubles = false
        for index in range.reversed() where bytes[index].isDigit {
            let digit = Int(bytes[index] - 0x30)
            sum += doubles ? digit * 2 - (digit > 4 ? 9 : 0) : digit
            doubles.toggle()
        }
        return sum % 10 == 0
    }
}

/// The lengths of groups of digits, and what stands between them.
struct DigitGroups {
    /// No number that is looked for has more digits.
    static let most = 24

    static let mostGroups = 6

    private(set) var digits = 0
    private(set) var count = 0
    /// The groups' lengths as hexadecimal digits, so that `0x334` is `ddd-ddd-dddd`; 15 and more are 15.
    private(set) var shape = 0
    /// What stands between the first two groups; 0 where there is one group.
    private(set) var separator: UInt8 = 0
    /// Whether the same stands between all.
    private(set) var isUniform = true
    private(set) var end = 0
    /// The first four digits.
    var leading = 0

    mutating func add(_ group: Range<Int>) {
        digits += group.count
        count += 1
        shape = shape << 4 | min(group.count, 15)
        end = group.upperBound
    }

    mutating func join(_ separator: UInt8) {
        if self.separator == 0 { self.separator = separator } else if separator != self.separator { isUniform = false }
    }

    /// Whole, or in the groups in which cards are printed.
    var isCardShape: Bool {
        switch shape {
        case 0xf: digits == 15 || digits == 16
        case 0x4444, 0x44443, 0x465, 0x464: isUniform && (separator == 0x20 || separator == 0x2d)
        default: false
        }
    }

    /// A day, alone or with a time behind it.
    var isDate: Bool {
        var first = shape
        while first > 0xfff { first >>= 4 }
        return [0x422, 0x224, 0x222, 0x124, 0x214, 0x114, 0x411, 0x412, 0x421].contains(first)
    }
}
