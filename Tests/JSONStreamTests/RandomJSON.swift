import TestSupport

/// Writes valid JSON of random shape, spacing and spelling, without the library's own writer.
struct RandomJSON {
    private var random: SeededGenerator
    private(set) var text = ""

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    /// An array of random values.
    static func array(seed: UInt64, count: Int) -> String {
        var document = RandomJSON(seed: seed)
        document.list("[", "]", count: count) { $0.value(depth: 0) }
        return document.text
    }

    /// One random value a line.
    static func lines(seed: UInt64, count: Int) -> [String] {
        (0..<count).map { line in
            var document = RandomJSON(seed: seed &* 1000 &+ UInt64(line))
            document.value(depth: 0)
            return document.text
        }
    }

    private mutating func value(depth: Int) {
        switch Int.random(in: 0..<(depth < 5 ? 8 : 5), using: &random) {
        case 0: text += ["null", "true", "false"].randomElement(using: &random) ?? ""
        case 1, 2: number()
        case 3, 4: string(prefix: "")
        case 5: list("[", "]", count: Int.random(in: 0...4, using: &random)) { $0.value(depth: depth + 1) }
        default:
            var members = 0
            list("{", "}", count: Int.random(in: 0...4, using: &random)) { document in
                members += 1
                document.string(prefix: "\(members)")
                document.blank()
                document.text += ":"
                document.blank()
                document.value(depth: depth + 1)
            }
        }
    }

    private mutating func list(
        _ open: String, _ close: String, count: Int, _ element: (inout RandomJSON) -> Void
    ) {
        text += open
        for index in 0..<count {
            if index > 0 { text += "," }
            blank()
            element(&self)
            blank()
        }
        if count == 0 { blank() }
        text += close
    }

    private mutating func blank() {
        text +=
            ["", "", "", " ", "\n", "\r\n\t", "                                        "]
            .randomElement(using: &random) ?? ""
    }

    private mutating func number() {
        text += Bool.random(using: &random) ? "-" : ""
        text += String(UInt64.random(in: 0...(.max), using: &random) >> UInt64.random(in: 0..<64, using: &random))
        if Bool.random(using: &random) { text += ".\(Int.random(in: 0..<1_000_000, using: &random))" }
        if Bool.random(using: &random) {
            text += ["e", "E", "e+", "E-"].randomElement(using: &random) ?? ""
            text += String(Int.random(in: 0...40, using: &random))
        }
    }

    private mutating func string(prefix: String) {
        text += "\"" + prefix
        for _ in 0..<Int.random(in: 0...24, using: &random) {
            let scalar = scalar()
            if scalar == "\"" || scalar == "\\" || scalar.value < 0x20 || Int.random(in: 0..<4, using: &random) == 0 {
                for unit in String(scalar).utf16 { text += Self.escape(unit) }
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    /// A character of each length in UTF-8; not NUL, which the reader repairs.
    private mutating func scalar() -> Unicode.Scalar {
        let range: ClosedRange<UInt32> =
            [1...0x7f, 0x20...0x7e, 0x80...0x7ff, 0x800...0xd7ff, 0x1f300...0x1faff].randomElement(using: &random)
            ?? 0x61...0x61
        return Unicode.Scalar(UInt32.random(in: range, using: &random)) ?? "a"
    }

    private static func escape(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
