/// The words of a text in lower case, one blank between them, for finding phrases.
///
/// Code and quoted lines are left out: what a log says is not what its poster says.
struct Words {
    let all: [String]
    let cues: Cues
    let hasQuestionMark: Bool
    let hasCode: Bool
    /// Letters of scripts that set no blanks between words.
    let hasUnspacedScript: Bool

    var count: Int {
        all.count
    }

    init(_ text: String) {
        var line = ""
        var hasQuestionMark = false
        var hasUnspaced = false
        let spoken = Self.spoken(text)
        for scalar in spoken.text.unicodeScalars {
            let value = scalar.value
            if scalar == "?" || scalar == "？" || scalar == "؟" { hasQuestionMark = true }
            if (0x3040...0x30ff).contains(value) || (0x3400...0x9fff).contains(value) { hasUnspaced = true }
            if scalar == "'" || scalar == "’" { continue }
            let isPart = value < 0x80 ? scalar.isASCIILetterOrDigit : scalar.properties.isAlphabetic
            if isPart { line.unicodeScalars.append(contentsOf: scalar.lowercased) } else { line.append(" ") }
        }
        all = line.split(separator: " ").map(String.init)
        cues = CueTable.standard.cues(in: all, line: line, hasUnspacedScript: hasUnspaced)
        self.hasQuestionMark = hasQuestionMark
        hasCode = spoken.hasCode
        hasUnspacedScript = hasUnspaced
    }

    /// The text without code and quoted lines.
    private static func spoken(_ text: String) -> (text: String, hasCode: Bool) {
        guard text.contains("`") || text.contains(">") else { return (text, false) }
        var spoken = ""
        var isInBlock = false
        var hasCode = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.contains("```") {
                hasCode = true
                // A block may open and close on one line.
                for (index, part) in line.split(separator: "```", omittingEmptySubsequences: false).enumerated() {
                    if index > 0 { isInBlock.toggle() }
                    if !isInBlock { spoken += part + " " }
                }
            } else if !isInBlock, !line.hasPrefix(">") {
                for (index, part) in line.split(separator: "`", omittingEmptySubsequences: false).enumerated() {
                    if index % 2 == 0 { spoken += part } else { hasCode = true }
                    spoken += " "
                }
            }
            spoken += "\n"
        }
        return (spoken, hasCode)
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIILetterOrDigit: Bool {
        ("a"..."z").contains(self) || ("A"..."Z").contains(self) || ("0"..."9").contains(self)
    }

    fileprivate var lowercased: String.UnicodeScalarView {
        if value < 0x80 {
            guard ("A"..."Z").contains(self), let lower = Unicode.Scalar(value + 32) else {
                return String.UnicodeScalarView(CollectionOfOne(self))
            }
            return String.UnicodeScalarView(CollectionOfOne(lower))
        }
        return properties.lowercaseMapping.unicodeScalars
    }
}
