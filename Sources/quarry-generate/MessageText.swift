/// Writes what people say, straight into the document, and notes what a message has to list besides.
struct MessageText {
    /// What a text names that the exporter repeats in lists of its own.
    struct Traces {
        var emoji: [Int] = []
        var mentions: [Int] = []
        var hasURL = false

        mutating func removeAll() {
            emoji.removeAll(keepingCapacity: true)
            mentions.removeAll(keepingCapacity: true)
            hasURL = false
        }
    }

    let lexicon: Lexicon
    let people: People
    let emoji: EmojiSet
    let channelMentions: Pieces

    /// Writes a message of chat: most are short, a few fill a page.
    ///
    /// The shares, in thousandths, give a median of about 65 characters and a mean of about 140.
    func chat(into page: inout DocumentBuffer, _ traces: inout Traces, _ random: inout Random) {
        switch random.below(1000) {
        case 0..<220: lexicon.remarks.put(random.zipfian(below: lexicon.remarks.count), into: &page)
        case 220..<250: emojiOnly(into: &page, &traces, &random)
        case 250..<295: foreign(into: &page, &random)
        case 295..<640: sentences(1, into: &page, &traces, &random)
        case 640..<880: sentences(random.within(2...4), into: &page, &traces, &random)
        case 880..<965: sentences(random.within(5...11), into: &page, &traces, &random)
        case 965..<980: sentences(random.within(12...40), into: &page, &traces, &random)
        default: code(into: &page, &traces, &random)
        }
    }

    func sentences(
        _ count: Int, into page: inout DocumentBuffer, _ traces: inout Traces, _ random: inout Random
    ) {
        let sentencesOfParagraph = 6
        for number in 0..<count {
            if number > 0 { page.put(number % sentencesOfParagraph == 0 ? "\\n\\n" : " ") }
            sentence(into: &page, &traces, &random)
        }
    }

    private func sentence(into page: inout DocumentBuffer, _ traces: inout Traces, _ random: inout Random) {
        var choice = random.next()
        /// Whether one of the next eight cases in 256 is met.
        func happens(_ chances: UInt64) -> Bool {
            defer { choice >>= 8 }
            return choice & 0xff < chances
        }
        if happens(12) { mention(into: &page, &traces, &random) }
        if happens(50) {
            put(lexicon.openers, into: &page, &random, isFirst: true)
            put(lexicon.subjects, into: &page, &random)
        } else {
            put(happens(128) ? lexicon.capitalSubjects : lexicon.subjects, into: &page, &random, isFirst: true)
        }
        predicate(into: &page, &random)
        if happens(60) {
            put(lexicon.connectives, into: &page, &random)
            put(lexicon.subjects, into: &page, &random)
            predicate(into: &page, &random)
        }
        if happens(40) { put(lexicon.adverbs, into: &page, &random) }
        if happens(6) { quoted(into: &page, &random) }
        if happens(5) { channel(into: &page, &random) }
        if happens(8) { url(into: &page, &traces, &random) } else { page.put(random.chance(0.12) ? "?" : ".") }
        if random.chance(0.02) {
            page.put(" ")
            putEmoji(into: &page, &traces, &random)
        }
    }

    /// A verb and what it is done to.
    private func predicate(into page: inout DocumentBuffer, _ random: inout Random) {
        put(lexicon.verbs, into: &page, &random)
        noun(into: &page, &random)
        if random.chance(0.45) {
            put(lexicon.prepositions, into: &page, &random)
            noun(into: &page, &random)
        }
    }

    func noun(into page: inout DocumentBuffer, _ random: inout Random) {
        put(lexicon.determiners, into: &page, &random)
        if random.chance(0.35) { put(lexicon.adjectives, into: &page, &random) }
        put(lexicon.nouns, into: &page, &random)
    }

    private func put(
        _ words: Pieces, into page: inout DocumentBuffer, _ random: inout Random, isFirst: Bool = false
    ) {
        words.put(random.zipfian(below: words.count), into: &page, droppingBlank: isFirst)
    }
}

extension MessageText {
    private func emojiOnly(into page: inout DocumentBuffer, _ traces: inout Traces, _ random: inout Random) {
        for _ in 0..<random.within(1...3) { putEmoji(into: &page, &traces, &random) }
    }

    private func putEmoji(into page: inout DocumentBuffer, _ traces: inout Traces, _ random: inout Random) {
        let number = random.zipfian(below: emoji.count)
        emoji.texts.put(number, into: &page)
        if !traces.emoji.contains(number) { traces.emoji.append(number) }
    }

    private func mention(into page: inout DocumentBuffer, _ traces: inout Traces, _ random: inout Random) {
        let person = people.writer(&random)
        people.mentions.put(person, into: &page)
        page.put(" ")
        if !traces.mentions.contains(person) { traces.mentions.append(person) }
    }

    private func channel(into page: inout DocumentBuffer, _ random: inout Random) {
        page.put(", see ")
        channelMentions.put(random.zipfian(below: channelMentions.count), into: &page)
    }

    private func url(into page: inout DocumentBuffer, _ traces: inout Traces, _ random: inout Random) {
        page.put(": ")
        lexicon.urls.put(random.zipfian(below: lexicon.urls.count), into: &page)
        traces.hasURL = true
    }

    private func quoted(into page: inout DocumentBuffer, _ random: inout Random) {
        page.put(" (\\\"")
        lexicon.nouns.put(random.below(lexicon.nouns.count), into: &page, droppingBlank: true)
        page.put("\\\")")
    }

    private func foreign(into page: inout DocumentBuffer, _ random: inout Random) {
        let language = random.pick(lexicon.foreign)
        for number in 0..<random.within(3...25) {
            language.words.put(random.zipfian(below: language.words.count), into: &page, droppingBlank: number == 0)
        }
        page.put(language.end)
    }
}
