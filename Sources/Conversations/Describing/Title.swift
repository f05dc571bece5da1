/// What a conversation without a name of its own is called: what is said first, up to a question or enough to tell what it is about, on one line.
enum Title {
    private static let longest = 80
    /// Shorter ones go on: a greeting is no title.
    private static let shortest = 40

    static func of(_ text: String) -> String? {
        let lines = spokenLines(text)
        guard !lines.isEmpty else { return nil }
        var title = ""
        for sentence in lines.flatMap(sentences) {
            title += (title.isEmpty ? "" : " ") + sentence
            if title.count >= shortest || sentence.last == "?" || sentence.last == "？" { break }
        }
        return title.isEmpty ? nil : shortened(title)
    }

    /// The lines outside of code, without marks of headings, quotes and emphasis.
    private static func spokenLines(_ text: String) -> [String] {
        var lines: [String] = []
        var isInBlock = false
        for line in text.split(whereSeparator: \.isNewline).prefix(40) {
            if line.contains("```") {
                if line.split(separator: "```", omittingEmptySubsequences: false).count % 2 == 0 { isInBlock.toggle() }
                continue
            }
            let plain = line.drop { "#>*- \t".contains($0) }.replacing("**", with: "")
            if !isInBlock, plain.contains(where: { $0.isLetter || $0.isNumber }) { lines.append(String(plain)) }
        }
        return lines
    }

    private static func sentences(_ line: String) -> [String] {
        var sentences: [String] = []
        var current = ""
        var previous: Character = " "
        for character in line.prefix(1000) {
            if character.isWhitespace, ".!?".contains(previous), current.count > 1 {
                sentences.append(current)
                current = ""
            } else if !(character.isWhitespace && (current.isEmpty || previous.isWhitespace)) {
                current.append(character.isWhitespace ? " " : character)
                if "。！？".contains(character) {
                    sentences.append(current)
                    current = ""
                }
            }
            previous = character
        }
        if !current.isEmpty { sentences.append(current) }
        return sentences
    }

    private static func shortened(_ title: String) -> String {
        guard title.count > longest else { return title }
        let cut = title.prefix(longest)
        let end = cut.lastIndex(of: " ") ?? cut.endIndex
        return (cut.distance(from: cut.startIndex, to: end) > longest / 2 ? cut[..<end] : cut) + "…"
    }
}
