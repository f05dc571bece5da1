extension MessageWriter {
    func writeAttachments(
        of subject: Subject, isBare: Bool, into page: inout DocumentBuffer, _ random: inout Random
    ) {
        page.key("attachments")
        page.open(.array)
        let count = subject.kind.isWritten && (isBare || random.chance(0.03)) ? random.skewed(1...5) : 0
        for number in 0..<count {
            let id = Snowflake(subject.slot.time, maker: random.below(Self.makers) + number)
            let name = random.pick(["image.png", "screenshot (2).png", "server.log", "query plan.txt", "Протокол.pdf"])
            page.element()
            page.open(.object)
            page.member("id", id)
            page.key("url")
            page.put("\"https://cdn.discordapp.com/attachments/")
            page.put(number: subject.conversation.id.value)
            page.put("/")
            page.put(number: id.value)
            page.put("/")
            page.put(name.replacing(" ", with: "_"))
            page.put("?ex=66a1b2c3&is=66a06143&hm=")
            page.put(number: random.next())
            page.put("&\"")
            page.member("fileName", quoted: name)
            page.member("fileSizeBytes", random.skewed(200...25_000_000))
            page.close(.object)
        }
        page.close(.array)
    }

    func writeStickers(of subject: Subject, into page: inout DocumentBuffer, _ random: inout Random) {
        page.key("stickers")
        page.open(.array)
        if subject.kind.isWritten, random.chance(0.004) {
            let number = random.below(8)
            let id = Snowflake.entity(EntityNumber.sticker + number, seed: community.seed)
            let isLottie = number.isMultiple(of: 3)
            page.element()
            page.open(.object)
            page.member("id", id)
            page.member("name", quoted: isLottie ? "Wave" : "Harbour seal")
            page.member("format", isLottie ? "\"Lottie\"" : "\"Png\"")
            page.member(
                "sourceUrl", quoted: "https://cdn.discordapp.com/stickers/\(id.value).\(isLottie ? "json" : "png")")
            page.close(.object)
        }
        page.close(.array)
    }

    /// Reactions are decided by a stream of their own, so that a later night can change them and nothing else.
    func writeReactions(of subject: Subject, into page: inout DocumentBuffer) {
        var random = Random(
            seed: community.seed, .reactions, subject.conversation.number,
            subject.position &+ subject.reacted << 32)
        page.key("reactions")
        page.open(.array)
        // Whoever changes reactions leaves some.
        let hasAny = subject.reacted > 0 || random.chance(0.08)
        let first = random.zipfian(below: community.emoji.count)
        for number in 0..<(hasAny ? random.skewed(1...3) : 0) {
            let users = random.skewed(1...5)
            page.element()
            page.open(.object)
            page.key("emoji")
            community.emoji.reacting.put((first + number) % community.emoji.count, into: &page)
            page.member("count", users)
            page.key("users")
            page.open(.array)
            let start = community.people.writer(&random)
            for user in 0..<users {
                page.element()
                community.people.reacting.put((start + user) % community.people.count, into: &page)
            }
            page.close(.array)
            page.close(.object)
        }
        page.close(.array)
    }

    private static let makers = 1 << 20
}
