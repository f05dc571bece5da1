/// About how many pieces a BERT tokeniser makes of a text, without its vocabulary: so that passages are the same whoever
/// embeds them, or nobody.
///
/// A word of English letters is a piece, and one more for about every six letters; digits come in pairs or threes, every
/// other mark is a piece. Counted high rather than low: what is behind the encoder's window would be lost.
enum TokenEstimate {
    static func count(_ text: some StringProtocol) -> Int {
        var count = 0
        var letters = 0
        var digits = 0
        func finishWord() {
            if letters > 0 { count += 1 + (letters - 1) / 6 }
            if digits > 0 { count += (digits + 1) / 2 }
            letters = 0
            digits = 0
        }
        for byte in text.utf8 {
            switch byte {
            case 0x41...0x5a, 0x61...0x7a:
                if digits > 0 { finishWord() }
                letters += 1
            case 0x30...0x39:
                if letters > 0 { finishWord() }
                digits += 1
            case 0x20, 0x09, 0x0a, 0x0d: finishWord()
            // The first byte of two: letters with accents, Greek, Cyrillic, of which a piece has about two.
            case 0xc0..<0xe0: letters += 3
            // Of three or four: a piece each, as CJK and emoji are.
            case 0xe0...0xff:
                finishWord()
                count += 1
            case 0x80..<0xc0: break
            default:
                finishWord()
                count += 1
            }
        }
        finishWord()
        return count
    }
}
