extension MessageWriter {
    /// Writes `reference`, `forwardedMessage` and `interaction` where the kind of the message has them.
    func writeReferences(of subject: Subject, into page: inout DocumentBuffer, _ random: inout Random) {
        let conversation = subject.conversation
        switch subject.kind {
        case .reply:
            writeReference(to: subject.slot.parent?.id, in: conversation.id, into: &page)
        case .pin:
            let index = subject.position - subject.burst.place.positions.lowerBound
            let before = index > 0 ? subject.burst.slots[index - 1].id : nil
            writeReference(to: before, in: conversation.id, into: &page)
        case .threadCreated(let child):
            writeReference(to: nil, in: community.plan.conversations[child].id, into: &page)
        case .threadStarter:
            let channel = conversation.parent.map { community.plan.conversations[$0].id }
            writeReference(to: conversation.id, in: channel ?? conversation.id, into: &page)
        case .forward: writeForward(subject, into: &page, &random)
        case .command: writeInteraction(subject, into: &page, &random)
        case .ordinary, .join, .feed, .numbered: break
        }
    }

    private func writeReference(
        type: StaticString = "\"Default\"", to message: Snowflake?, in channel: Snowflake,
        into page: inout DocumentBuffer
    ) {
        page.key("reference")
        page.open(.object)
        page.member("type", type)
        if let message { page.member("messageId", message) } else { page.member("messageId", "null") }
        page.member("channelId", channel)
        page.member("guildId", community.id)
        page.close(.object)
    }

    /// A forwarded message has neither id nor author; the reference names what may lie in another community.
    private func writeForward(_ subject: Subject, into page: inout DocumentBuffer, _ random: inout Random) {
        let time = subject.slot.time - .seconds(random.skewed(60...9_000_000))
        let source = random.pick(community.plan.conversations)
        let message = Snowflake(time, maker: source.number)
        writeReference(type: "\"Forward\"", to: message, in: source.id, into: &page)
        page.key("forwardedMessage")
        page.open(.object)
        page.member("timestamp", time, community.style.clock)
        page.member("timestampEdited", "null")
        page.key("content")
        page.put("\"")
        var unlisted = MessageText.Traces()
        community.text.sentences(random.within(1...4), into: &page, &unlisted, &random)
        page.put("\"")
        page.member("attachments", "[]")
        page.member("embeds", "[]")
        page.member("stickers", "[]")
        page.close(.object)
    }

    private func writeInteraction(_ subject: Subject, into page: inout DocumentBuffer, _ random: inout Random) {
        page.key("interaction")
        page.open(.object)
        page.member("id", Snowflake(subject.slot.time - .milliseconds(random.within(100...2000)), maker: 0))
        page.member("name", quoted: random.pick(["ask", "docs", "faq", "rank", "version", ""]))
        page.key("user")
        community.people.mentioned.put(subject.slot.author, into: &page)
        page.close(.object)
    }
}
