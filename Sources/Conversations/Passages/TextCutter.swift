/// Cuts a message that is longer than a passage.
///
/// A block of code stays whole where it fits; else the cut is made between lines, then between sentences, then between words,
/// then anywhere.
struct TextCutter {
    /// Of the tokeniser's pieces.
    let limit: Int

    func parts(of text: String) -> [Substring] {
        guard TokenEstimate.count(text) > limit else { return [text[...]] }
        var parts: [Substring] = []
        var open: Range<String.Index>?
        var size = 0
        for unit in units(of: text) {
            let cost = TokenEstimate.count(text[unit])
            if let range = open, size + cost <= limit {
                open = range.lowerBound..<unit.upperBound
                size += cost
            } else {
                if let range = open { parts.append(text[range]) }
                open = unit
                size = cost
            }
        }
        if let range = open { parts.append(text[range]) }
        return parts
    }

    /// Neighbouring pieces that cover the text, none longer than the limit.
    private func units(of text: String) -> [Range<String.Index>] {
        blocks(of: text).flatMap { block in
            fits(text, block)
                ? [block]
                : lines(of: text, in: block).flatMap { line in
                    fits(text, line)
                        ? [line]
                        : sentences(of: text, in: line).flatMap { sentence in
                            fits(text, sentence) ? [sentence] : words(of: text, in: sentence)
                        }
                }
        }
    }

    private func fits(_ text: String, _ range: Range<String.Index>) -> Bool {
        TokenEstimate.count(text[range]) <= limit
    }

    /// Blocks of code, and the lines between them.
    private func blocks(of text: String) -> [Range<String.Index>] {
        var blocks: [Range<String.Index>] = []
        var code: String.Index?
        for line in lines(of: text, in: text.startIndex..<text.endIndex) {
            let marks = text[line].split(separator: "```", omittingEmptySubsequences: false).count - 1
            if let start = code {
                guard marks % 2 == 1 else { continue }
                blocks.append(start..<line.upperBound)
                code = nil
            } else if marks % 2 == 1 {
                code = line.lowerBound
            } else {
                blocks.append(line)
            }
        }
        if let start = code { blocks += lines(of: text, in: start..<text.endIndex) }
        return blocks
    }

    private func lines(of text: String, in range: Range<String.Index>) -> [Range<String.Index>] {
        pieces(of: text, in: range) { character, _ in character.isNewline }
    }

    private func sentences(of text: String, in range: Range<String.Index>) -> [Range<String.Index>] {
        pieces(of: text, in: range) { character, previous in
            "。！？".contains(character) || character.isWhitespace && previous.map(".!?".contains) ?? false
        }
    }

    /// Words, and of longer ones so many letters as surely fit.
    private func words(of text: String, in range: Range<String.Index>) -> [Range<String.Index>] {
        var length = 0
        return pieces(of: text, in: range) { character, _ in
            // No character is more pieces than it has bytes.
            length += character.utf8.count
            guard character.isWhitespace || length >= limit / 2 else { return false }
            length = 0
            return true
        }
    }

    /// Pieces that end behind the characters of which the condition holds.
    private func pieces(
        of text: String, in range: Range<String.Index>, endingWhere isEnd: (Character, _ previous: Character?) -> Bool
    ) -> [Range<String.Index>] {
        var pieces: [Range<String.Index>] = []
        var start = range.lowerBound
        var index = range.lowerBound
        var previous: Character?
        while index < range.upperBound {
            let character = text[index]
            index = text.index(after: index)
            if isEnd(character, previous) {
                pieces.append(start..<index)
                start = index
            }
            previous = character
        }
        if start < range.upperBound { pieces.append(start..<range.upperBound) }
        return pieces
    }
}
