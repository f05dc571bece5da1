/// Turns texts into terms, which it numbers in the order in which it meets them.
///
/// A text is cut into words: runs of letters, digits and marks, in the spirit of Unicode's annex 29. Words that are written
/// together, as in `ERR_CONN_42`, `--flag`, `nprobe=32` or `/var/log/x.log`, give a term each and one for the whole, so that
/// either spelling finds them; `CamelCase` likewise. Scripts without spaces give each two neighbouring characters.
///
/// Every spelling is lower-cased, stemmed and folded once; then a hash of its bytes leads to its term's number, so that
/// a text costs one look at each byte and one probe a word. Nothing is allocated for a word that was seen before.
/// For one thread.
struct Analyser: ~Copyable {
    enum Purpose {
        case text
        case query
    }

    let options: AnalyserOptions
    /// The terms of the last text, by number, as often as they occur.
    private(set) var numbers = GrowingBuffer<UInt32>(capacity: 256)
    /// The words of the last text: a whole of several words counts as those.
    private(set) var length = 0

    private var classes: CharacterClasses
    private var spellings = TermTable()
    /// The term of each spelling, or `none`.
    private var termOfSpelling = GrowingBuffer<UInt32>(capacity: 1024)
    private var terms = TermTable()
    private var normaliser: WordNormaliser
    private var scratch = GrowingBuffer<UInt8>(capacity: 512)

    private static let none = UInt32.max

    init(_ options: AnalyserOptions) {
        self.options = options
        classes = CharacterClasses(elides: options.language.elides)
        normaliser = WordNormaliser(options)
    }

    /// Distinct terms so far.
    var termCount: Int {
        terms.count
    }

    /// Memory that the terms and spellings take.
    var byteCount: Int {
        terms.byteCount + spellings.byteCount
    }

    /// A term's bytes, until the next text is analysed.
    func term(_ number: Int) -> UnsafeBufferPointer<UInt8> {
        terms[number]
    }

    /// Forgets all terms and spellings.
    mutating func removeAll() {
        spellings = TermTable()
        termOfSpelling.removeAll()
        terms = TermTable()
    }

    /// Puts the terms of a text in `numbers`. Any bytes are a text.
    mutating func analyse(_ text: UnsafeBufferPointer<UInt8>, as purpose: Purpose = .text) {
        numbers.removeAll()
        length = 0
        var index = 0
        while index < text.count {
            switch classes.ofByte(text[index]) {
            case .lower, .upper, .digit: index = addWhole(text, at: index)
            case .several:
                let scalar = UTF8Scalar(text, at: index)
                let kind = classes.ofScalar(scalar.value)
                if kind.beginsWord {
                    index = addWhole(text, at: index)
                } else if kind == .unspaced {
                    index = addUnspaced(text, at: index, purpose)
                } else {
                    index += scalar.length
                }
            default: index += 1
            }
        }
    }

    // MARK: Words

    /// Adds the words from here that are written together, and the whole where there is more than one.
    private mutating func addWhole(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Int {
        var whole = Whole(start: start)
        var index = start
        while true {
            let word = scanWord(text, at: index)
            addWord(text, word)
            whole.add(word, joinedAt: index)
            index = word.end
            guard let next = joinedWord(text, behind: index) else { break }
            whole.hasOnlyHyphens =
                whole.hasOnlyHyphens && next == index + 1 && text[index] == UInt8(ascii: "-")
            index = next
        }
        if whole.words == 1 {
            // Most words: nothing stands before or behind them that could belong to them.
            let before = start > 0 ? text[start - 1] : 0x20
            let behind = index < text.count ? text[index] : 0x20
            if !Self.isLead(before), behind != UInt8(ascii: "+"), behind != UInt8(ascii: "#") { return index }
        }
        return addJoined(text, whole, end: index)
    }

    private mutating func addJoined(_ text: UnsafeBufferPointer<UInt8>, _ whole: Whole, end: Int) -> Int {
        let start = leadingSigns(text, before: whole.start)
        let end = trailingSigns(text, behind: end)
        let hasSigns = start.index < whole.start || end.index > end.word
        if whole.words > 1, whole.hasOnlyHyphens, whole.hasOnlyLetters, !hasSigns {
            // "wi-fi" is "wifi".
            copy(text, start.index, end.index, isASCII: whole.isASCII, skipping: UInt8(ascii: "-"))
            addScratch(.word, isASCII: whole.isASCII)
        } else if whole.words > 1 || hasSigns, end.index - start.index <= options.longestTerm {
            copy(text, start.index, end.index, isASCII: whole.isASCII)
            addScratch(.verbatim, isASCII: whole.isASCII)
        }
        return end.index
    }

    private mutating func addWord(_ text: UnsafeBufferPointer<UInt8>, _ word: Word) {
        copy(text, word.start, word.end, isASCII: word.isASCII)
        addScratch(.word, isASCII: word.isASCII)
        length += 1
        if word.isCamel { addHumps(text, word) }
    }

    /// The parts of `CamelCase` and `HTTPServer`, of two letters or more.
    private mutating func addHumps(_ text: UnsafeBufferPointer<UInt8>, _ word: Word) {
        var start = word.start
        for index in word.start + 1...word.end where isHump(text, at: index, in: word) {
            if index - start >= 2, index - start < word.end - word.start {
                copy(text, start, index, isASCII: true)
                addScratch(.word, isASCII: true)
            }
            start = index
        }
    }

    private func isHump(_ text: UnsafeBufferPointer<UInt8>, at index: Int, in word: Word) -> Bool {
        guard index < word.end else { return true }
        guard classes.ofByte(text[index]) == .upper else { return false }
        if classes.ofByte(text[index - 1]) == .lower { return true }
        return index + 2 < word.end && classes.ofByte(text[index + 1]) == .lower
            && classes.ofByte(text[index + 2]) == .lower
    }

    /// The word that begins here.
    private mutating func scanWord(_ text: UnsafeBufferPointer<UInt8>, at start: Int) -> Word {
        var word = Word(start: start)
        var index = start
        var last = CharacterClass.other
        scan: while index < text.count {
            let kind = classes.ofByte(text[index])
            switch kind {
            case .lower:
                word.lowerCase += 1
                index += 1
            case .upper:
                word.isCamel = word.isCamel || last == .lower || word.upperCase > 0 && word.lowerCase > 0
                word.upperCase += 1
                index += 1
            case .digit:
                word.hasOnlyLetters = false
                index += 1
            case .apostrophe:
                guard last == .lower || last == .upper, beginsLetter(text, at: index + 1) else { break scan }
                index += 1
            case .several:
                let scalar = UTF8Scalar(text, at: index)
                let wide = classes.ofScalar(scalar.value)
                if wide == .apostrophe {
                    guard last == .lower || last == .upper, beginsLetter(text, at: index + 3) else { break scan }
                } else {
                    guard wide.beginsWord || wide == .mark else { break scan }
                    if wide == .digit { word.hasOnlyLetters = false }
                }
                word.isASCII = false
                index += scalar.length
            default: break scan
            }
            last = kind == .several ? .lower : kind
        }
        word.end = index
        // "HTTPServer" has no capital behind a small letter.
        word.isCamel =
            word.isASCII && (word.isCamel || word.upperCase > 1 && word.lowerCase > 1 && word.hasOnlyLetters)
        return word
    }

    private mutating func beginsLetter(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index < text.count else { return false }
        var kind = classes.ofByte(text[index])
        if kind == .several { kind = classes.ofScalar(UTF8Scalar(text, at: index).value) }
        return kind == .lower || kind == .upper
    }

    private mutating func beginsWord(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index < text.count else { return false }
        let kind = classes.ofByte(text[index])
        return kind == .several ? classes.ofScalar(UTF8Scalar(text, at: index).value).beginsWord : kind.beginsWord
    }

    /// Where the next word of a whole begins: behind one sign, or `::`, `://`, `==` and the like.
    private mutating func joinedWord(_ text: UnsafeBufferPointer<UInt8>, behind index: Int) -> Int? {
        guard index < text.count else { return nil }
        guard classes.ofByte(text[index]) == .joiner else {
            // "10,000" is one number.
            guard text[index] == UInt8(ascii: ","), classes.ofByte(text[index - 1]) == .digit,
                index + 1 < text.count, classes.ofByte(text[index + 1]) == .digit
            else { return nil }
            return index + 1
        }
        var next = index + 1
        while next < text.count, next < index + 3,
            text[next] == UInt8(ascii: ":") || text[next] == UInt8(ascii: "/") || text[next] == UInt8(ascii: "=")
        {
            next += 1
        }
        return beginsWord(text, at: next) ? next : nil
    }

    // MARK: Signs around a whole

    private static func isLead(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "$"),
            UInt8(ascii: "@"), UInt8(ascii: "#"), UInt8(ascii: "!"), UInt8(ascii: "%"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// Where a whole begins with its signs, which count where nothing but a space or a bracket stands before them.
    private func leadingSigns(_ text: UnsafeBufferPointer<UInt8>, before start: Int) -> (index: Int, word: Int) {
        var index = start
        while index > 0, start - index < 3, Self.isLead(text[index - 1]) { index -= 1 }
        let stands = index == 0 || text[index - 1] <= 0x20 || "([{<\"'`=:,".utf8.contains(text[index - 1])
        return (stands ? index : start, start)
    }

    /// `c++` and `c#`.
    private func trailingSigns(_ text: UnsafeBufferPointer<UInt8>, behind end: Int) -> (index: Int, word: Int) {
        guard end < text.count else { return (end, end) }
        if text[end] == UInt8(ascii: "#") { return (end + 1, end) }
        let isPlus = text[end] == UInt8(ascii: "+") && end + 1 < text.count && text[end + 1] == UInt8(ascii: "+")
        return (isPlus ? end + 2 : end, end)
    }

    // MARK: Scripts without spaces

    /// Adds each two neighbouring characters from here; of a text each alone as well, for queries of one.
    private mutating func addUnspaced(
        _ text: UnsafeBufferPointer<UInt8>, at start: Int, _ purpose: Purpose
    ) -> Int {
        var (before, index) = (-1, start)
        while index < text.count, classes.ofByte(text[index]) == .several {
            let scalar = UTF8Scalar(text, at: index)
            let kind = classes.ofScalar(scalar.value)
            guard kind == .unspaced || kind == .mark else { break }
            let end = index + scalar.length
            if before >= 0 {
                copy(text, before, end, isASCII: false)
                addScratch(.verbatim, isASCII: false)
                length += 1
            }
            let isAlone = before < 0 && !goesOn(text, at: end)
            if purpose == .text || isAlone {
                copy(text, index, end, isASCII: false)
                addScratch(.verbatim, isASCII: false)
                if isAlone { length += 1 }
            }
            (before, index) = (index, end)
        }
        return index
    }

    private mutating func goesOn(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index < text.count, classes.ofByte(text[index]) == .several else { return false }
        let kind = classes.ofScalar(UTF8Scalar(text, at: index).value)
        return kind == .unspaced || kind == .mark
    }

    // MARK: Terms

    /// Copies a spelling, ASCII in lower case; what is longer than a term is cut between two characters.
    @inline(__always)
    private mutating func copy(
        _ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, isASCII: Bool, skipping skipped: UInt8? = nil
    ) {
        scratch.removeAll()
        var last = min(end, start + options.longestTerm)
        if last < end, !isASCII {
            while last > start, text[last] & 0xc0 == 0x80 { last -= 1 }
        }
        scratch.reserve(last - start)
        for index in start..<last {
            let byte = text[index]
            if byte == skipped { continue }
            let isCapital = isASCII && byte &- UInt8(ascii: "A") < 26
            scratch.append(isCapital ? byte | 0x20 : byte)
        }
    }

    @inline(__always)
    private mutating func addScratch(_ kind: WordNormaliser.Kind, isASCII: Bool) {
        let (spelling, isNew) = spellings.number(of: scratch.values)
        if isNew { termOfSpelling.append(makeTerm(kind, isASCII: isASCII)) }
        let number = termOfSpelling[spelling]
        if number != Self.none { numbers.append(number) }
    }

    @inline(never)
    private mutating func makeTerm(_ kind: WordNormaliser.Kind, isASCII: Bool) -> UInt32 {
        var number = Self.none
        normaliser.withTerm(of: scratch.values, kind, isASCII: isASCII) { term in
            if !term.isEmpty { number = UInt32(terms.number(of: term).number) }
        }
        return number
    }
}

/// A run of letters and digits.
private struct Word {
    let start: Int
    var end = 0
    var isASCII = true
    var hasOnlyLetters = true
    var isCamel = false
    var lowerCase = 0
    var upperCase = 0

    init(start: Int) {
        self.start = start
    }
}

/// Words that are written together.
private struct Whole {
    let start: Int
    var words = 0
    var isASCII = true
    var hasOnlyLetters = true
    var hasOnlyHyphens = true

    init(start: Int) {
        self.start = start
    }

    mutating func add(_ word: Word, joinedAt index: Int) {
        words += 1
        isASCII = isASCII && word.isASCII
        hasOnlyLetters = hasOnlyLetters && word.hasOnlyLetters
    }
}
