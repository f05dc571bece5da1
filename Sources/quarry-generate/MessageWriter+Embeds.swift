extension MessageWriter {
    /// Bots post embeds, and most links unfold into one.
    func writeEmbeds(
        of subject: Subject, hasURL: Bool, into page: inout DocumentBuffer, _ random: inout Random
    ) {
        page.key("embeds")
        page.open(.array)
        if subject.kind.isFromBot {
            writeReport(into: &page, subject, &random)
        } else if hasURL && random.chance(0.9) {
            writePreview(into: &page, &random)
        }
        page.close(.array)
    }

    /// What a link unfolds into.
    private func writePreview(into page: inout DocumentBuffer, _ random: inout Random) {
        let lexicon = community.text.lexicon
        page.element()
        page.open(.object)
        writeTitle(into: &page, &random)
        page.key("url")
        page.put("\"")
        lexicon.urls.put(random.zipfian(below: lexicon.urls.count), into: &page)
        page.put("\"")
        page.member("timestamp", "null")
        writeDescription(into: &page, &random)
        if random.chance(0.5) { page.member("color", quoted: "#1E2327") }
        if random.chance(0.7) {
            page.key("thumbnail")
            page.open(.object)
            page.member("url", quoted: "https://images-ext-1.discordapp.net/external/\(random.next())/card.png")
            page.member("canonicalUrl", quoted: "https://opengraph.githubassets.com/\(random.next())/card.png")
            page.member("width", 1200)
            page.member("height", 600)
            page.close(.object)
        }
        page.member("images", "[]")
        page.member("fields", "[]")
        page.member("inlineEmojis", "[]")
        page.close(.object)
    }

    /// What a bot reports: fields, a colour and a footer.
    private func writeReport(into page: inout DocumentBuffer, _ subject: Subject, _ random: inout Random) {
        page.element()
        page.open(.object)
        writeTitle(into: &page, &random)
        page.member("url", "null")
        page.member("timestamp", subject.slot.time, community.style.clock)
        writeDescription(into: &page, &random)
        page.member("color", quoted: "#57F287")
        page.key("author")
        page.open(.object)
        page.member("name", quoted: "Harbour CI")
        page.member("url", "null")
        page.close(.object)
        page.key("footer")
        page.open(.object)
        page.member("text", quoted: "build \(random.within(1000...99_999))")
        page.close(.object)
        page.member("images", "[]")
        page.key("fields")
        page.open(.array)
        for number in 0..<random.below(4) {
            page.element()
            page.open(.object)
            page.member("name", quoted: ["Branch", "Duration", "Tests", "Owner"][number])
            page.member("value", quoted: String(random.below(10_000)))
            page.member("isInline", number > 0)
            page.close(.object)
        }
        page.close(.array)
        page.member("inlineEmojis", "[]")
        page.close(.object)
    }

    private func writeTitle(into page: inout DocumentBuffer, _ random: inout Random) {
        let nouns = community.text.lexicon.nouns
        page.key("title")
        page.put("\"Harbour: ")
        nouns.put(random.zipfian(below: nouns.count), into: &page, droppingBlank: true)
        nouns.put(random.below(nouns.count), into: &page)
        page.put("\"")
    }

    private func writeDescription(into page: inout DocumentBuffer, _ random: inout Random) {
        var unlisted = MessageText.Traces()
        page.key("description")
        page.put("\"")
        community.text.sentences(random.within(1...3), into: &page, &unlisted, &random)
        page.put("\"")
    }
}
