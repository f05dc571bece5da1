/// The words that somebody says, in lower case and without apostrophes, for finding phrases.
struct Words: Sendable {
    let all: [String]
    let cues: Cues
    let hasQuestionMark: Bool
    /// Whether a sentence ends before anything is asked.
    let hasStatement: Bool
    let hasCode: Bool
    /// Letters of scripts that set no blanks between words.
    let hasUnspacedScript: Bool

    /// What is behind this in a message has no say.
    private static let longest = 8 << 10

    var count: Int {
        all.count
    }

    init(_ text: String) {
        let spoken = SpokenBytes(text)
        var line: [UInt8] = []
        line.reserveCapacity(spoken.bytes.count)
        var hasQuestionMark = false
        var hasStatement = false
        var hasUnspaced = false
        var last: Unicode.Scalar = " "
        for scalar in String(decoding: spoken.bytes.prefix(Self.longest), as: UTF8.self).unicodeScalars {
            if last == "." || last == "!", scalar == " " || scalar == "\n", !hasQuestionMark { hasStatement = true }
            last = scalar
            switch scalar.value {
            case 0x30...0x39, 0x61...0x7a: line.append(UInt8(scalar.value))
            case 0x41...0x5a: line.append(UInt8(scalar.value + 32))
            case 0x27, 0x2019: break
            case 0x3f, 0xff1f, 0x61f:
                hasQuestionMark = true
                line.append(Self.blank)
            case 0..<0x80: line.append(Self.blank)
            default:
                if (0x3040...0x30ff).contains(scalar.value) || (0x3400...0x9fff).contains(scalar.value) {
                    hasUnspaced = true
                }
                Self.append(scalar, to: &line)
            }
        }
        all = line.split(separator: Self.blank).map { String(decoding: $0, as: UTF8.self) }
        cues = CueTable.standard.cues(in: all, hasUnspacedScript: hasUnspaced)
        self.hasQuestionMark = hasQuestionMark
        self.hasStatement = hasStatement
        hasCode = spoken.hasCode
        hasUnspacedScript = hasUnspaced
    }

    private static let blank = UInt8(ascii: " ")
    /// Behind it no script has capitals, but for some that nobody chats in.
    private static let lastWithCapitals: UInt32 = 0x24ff

    private static func append(_ scalar: Unicode.Scalar, to line: inout [UInt8]) {
        guard scalar.properties.isAlphabetic else { return line.append(blank) }
        if scalar.value <= lastWithCapitals {
            line.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
        } else {
            line.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }
}
