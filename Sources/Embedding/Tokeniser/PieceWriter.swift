/// Cuts one text into pieces.
///
/// What Hugging Face does in five passes over copies of the text (clean, set ideographs apart, strip accents, lower-case, split)
/// happens here word by word: a run of ASCII letters and digits is taken eight bytes at a time; a word with anything else in it is
/// put together scalar by scalar. Invalid UTF-8 would be repaired with U+FFFD, which vanishes, so it vanishes.
///
/// Departures:
/// 1. Marks that are no accents stay in their order, and are not sorted by their combining class: tokens differ only where a
///    vocabulary knows two of the hundred such marks and a word has them in the wrong order. BERT's knows none.
/// 2. Names of control tokens are text (see `TokeniserOptions.ControlTokens`).
struct PieceWriter {
    let matcher: PieceMatcher
    let characters: CharacterTable
    let kinds: UnsafePointer<CharacterRule.Kind>
    let caseBits: UInt64
    let unknown: Int32
    let controlTokens: [ControlToken]
    let start: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>

    /// Appends the pieces of the text until there are `bound` tokens or a few more.
    func write(to tokens: inout TokenBuffer, until bound: Int, by word: inout Word) {
        var position = start
        while position < end, tokens.count < bound {
            let letters = block(at: position)
            let next = position + letters.count
            switch letters.count {
            case 0: position = writeOther(at: position, to: &tokens, by: &word)
            case 8: position = writeLong(at: position, to: &tokens, by: &word)
            case _ where endsWord(at: next):
                let range = offset(position)..<offset(next)
                let first = letters.lowered & .lowest(letters.count)
                if let id = matcher.probe.id(first, position, count: letters.count, continues: false) {
                    tokens.append(id, at: range)
                } else {
                    word.beginVerbatim(at: range.lowerBound)
                    word.append(letters)
                    writeParts(of: word, to: &tokens)
                }
                position = next
            default: position = writeNormalised(at: position, to: &tokens, by: &word)
            }
        }
    }

    /// A character that is neither letter nor digit in ASCII, or the word that it begins.
    @inline(__always)
    private func writeOther(
        at position: UnsafePointer<UInt8>, to tokens: inout TokenBuffer, by word: inout Word
    ) -> UnsafePointer<UInt8> {
        switch kinds[Int(position.pointee)] {
        case .space, .removed:
            return position + 1
        case .alone:
            if let token = controlTokens.first(where: { $0.stands(at: position, before: end) }) {
                let next = position + token.name.utf8CodeUnitCount
                tokens.append(token.id, at: offset(position)..<offset(next))
                return next
            }
            let id = matcher.probe.id(UInt64(position.pointee), position, count: 1, continues: false)
            tokens.append(id ?? unknown, at: offset(position)..<offset(position) + 1)
            return position + 1
        case .letter, .several, .hangul:
            return writeNormalised(at: position, to: &tokens, by: &word)
        }
    }

    /// A word of eight ASCII letters or more.
    private func writeLong(
        at start: UnsafePointer<UInt8>, to tokens: inout TokenBuffer, by word: inout Word
    ) -> UnsafePointer<UInt8> {
        word.beginVerbatim(at: offset(start))
        var position = start
        var letters: LetterBlock
        repeat {
            letters = block(at: position)
            word.append(letters)
            position += letters.count
        } while letters.count == 8
        guard endsWord(at: position) else { return writeNormalised(at: start, to: &tokens, by: &word) }
        writeWord(word, to: &tokens)
        return position
    }

    /// A word of any characters, or none where what is there vanishes.
    private func writeNormalised(
        at start: UnsafePointer<UInt8>, to tokens: inout TokenBuffer, by word: inout Word
    ) -> UnsafePointer<UInt8> {
        var position = start
        word.begin()
        while position < end {
            guard let scalar = WellFormedScalar(at: position, before: end) else {
                position += 1
                continue
            }
            let rule = characters[scalar.value]
            let origin = offset(position)..<offset(position) + scalar.count
            switch rule.kind {
            case .letter: word.append(rule.value == 0 ? scalar.value : rule.value, from: origin)
            case .removed: break
            case .several: for part in characters.sequence(rule) where part != 0 { word.append(part, from: origin) }
            case .hangul:
                let syllable = HangulSyllable(scalar.value)
                word.append(syllable.lead, from: origin)
                word.append(syllable.vowel, from: origin)
                if let tail = syllable.tail { word.append(tail, from: origin) }
            case .alone where word.characters == 0 && scalar.count > 1:
                word.append(rule.value == 0 ? scalar.value : rule.value, from: origin)
                writeWord(word, to: &tokens)
                return position + scalar.count
            case .alone, .space:
                if word.characters > 0 { writeWord(word, to: &tokens) }
                return rule.kind == .space ? position + scalar.count : position
            }
            position += scalar.count
        }
        if word.characters > 0 { writeWord(word, to: &tokens) }
        return position
    }

    private func writeWord(_ word: Word, to tokens: inout TokenBuffer) {
        if !word.isTooLong, let id = matcher.id(word.bytes, count: word.count, continues: false) {
            tokens.append(id, at: word.origin)
        } else {
            writeParts(of: word, to: &tokens)
        }
    }

    /// The pieces of a word that is none itself.
    private func writeParts(of word: Word, to tokens: inout TokenBuffer) {
        let mark = tokens.count
        var start = 0
        while start < word.count, !word.isTooLong,
            let (id, end) = matcher.longestPiece(of: word.bytes, from: start, to: word.count)
        {
            tokens.append(id, at: word.origin(start, end))
            start = end
        }
        if start < word.count {
            tokens.truncate(to: mark)
            tokens.append(unknown, at: word.origin)
        }
    }

    /// Whether a word of ASCII letters ends here, and no accent or invisible character belongs to it.
    @inline(__always)
    private func endsWord(at position: UnsafePointer<UInt8>) -> Bool {
        guard position < end else { return true }
        let kind = kinds[Int(position.pointee)]
        return kind == .space || kind == .alone
    }

    @inline(__always)
    private func block(at position: UnsafePointer<UInt8>) -> LetterBlock {
        if end - position >= 8 { return LetterBlock(position.block, caseBits: caseBits) }
        var block: UInt64 = 0
        for index in 0..<(end - position) { block |= UInt64(position[index]) << UInt64(8 * index) }
        return LetterBlock(block, caseBits: caseBits)
    }

    @inline(__always)
    private func offset(_ position: UnsafePointer<UInt8>) -> Int {
        position - start
    }
}
