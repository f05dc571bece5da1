extension String {
    /// The text as the exporter's JSON library writes it: quotes, backslashes, control characters and everything
    /// beyond 16 bits are escaped.
    var jsonEscaped: String {
        var result = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"", "\\": result += "\\\(scalar)"
            case "\n": result += "\\n"
            case "\u{0}"..<" ", "\u{7f}": result += Self.escape(UInt16(scalar.value))
            case _ where scalar.value > UInt16.max:
                for unit in String(scalar).utf16 { result += Self.escape(unit) }
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16, uppercase: true)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
