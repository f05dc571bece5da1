extension String {
    /// The text with everything spelt out that could move the cursor, restyle the terminal or reorder the line; line breaks
    /// and tabs stay.
    var neutralised: String {
        guard unicodeScalars.contains(where: { $0.isTreacherous }) else { return self }
        var safe = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.isTreacherous {
                safe.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            } else {
                safe.append(scalar)
            }
        }
        return String(safe)
    }

    /// The same on one line.
    var safeForTerminal: String {
        neutralised.replacing("\n", with: "\\n").replacing("\t", with: "\\t")
    }
}

extension Unicode.Scalar {
    /// Control characters but line break and tab, and the marks that change the direction of text.
    fileprivate var isTreacherous: Bool {
        switch value {
        case 0x09, 0x0a: false
        case 0..<0x20, 0x7f..<0xa0, 0x202a...0x202e, 0x2066...0x2069, 0x200e, 0x200f, 0x061c: true
        default: false
        }
    }
}

extension Int {
    /// The number with its noun: `1 file`, `2,000 files`.
    func counted(_ noun: String) -> String {
        "\(grouped) \(noun)\(self == 1 ? "" : "s")"
    }

    /// With a comma between groups of three digits.
    var grouped: String {
        var text = ""
        for (index, digit) in String(self).reversed().enumerated() {
            if index > 0, index % 3 == 0, digit != "-" { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
