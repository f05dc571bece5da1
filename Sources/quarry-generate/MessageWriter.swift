/// Writes messages as elements of the document's array, in the exporter's order of keys.
struct MessageWriter {
    let community: Community
    private var traces = MessageText.Traces()

    init(_ community: Community) {
        self.community = community
    }

    /// A message and where it stands.
    struct Subject {
        let slot: Burst.Slot
        let position: Int
        let burst: Burst
        let conversation: Conversation
        let kind: MessageKind
        /// The night before which it was last edited, reacted to; zero for the time before all nights.
        let edited: Int
        let reacted: Int
    }

    func kind(at position: Int, of burst: Burst, in conversation: Conversation) -> MessageKind {
        if case .thread(let parent) = conversation.kind, position == 0 {
            let child = conversation.number - community.plan.conversations[parent].firstChild
            return Self.hasStarter(child: child) ? .threadStarter : .ordinary
        }
        let slot = burst[position]
        guard slot.part == .chat else { return slot.parent == nil ? .ordinary : .reply }
        var random = Random(seed: community.seed, .message, conversation.number, position)
        let isChannel = conversation.kind == .channel
        if isChannel, let child = conversation.children.item(at: position), !Self.hasStarter(child: child) {
            return .threadCreated(child: conversation.firstChild + child)
        }
        return slot.parent == nil ? .chosen(inChannel: isChannel, &random) : .reply
    }

    /// Whether a thread hangs from somebody's message; every other one was made without.
    private static func hasStarter(child: Int) -> Bool { !child.isMultiple(of: 2) }

    /// Writes one message and returns its author.
    mutating func write(_ subject: Subject, into page: inout DocumentBuffer) -> Int {
        var random = Random(seed: community.seed, .message, subject.conversation.number, ~subject.position)
        let slot = subject.slot
        let author = subject.kind.isFromBot ? community.people.bot(&random) : slot.author
        traces.removeAll()
        page.element()
        page.open(.object)
        page.member("id", slot.id)
        page.member("type", subject.kind.type)
        page.member("timestamp", slot.time, community.style.clock)
        writeEditTime(subject, into: &page, &random)
        page.member("callEndedTimestamp", "null")
        page.member("isPinned", subject.kind.isWritten && random.chance(0.002))
        page.key("content")
        page.put("\"")
        let isBare = subject.kind.isWritten && slot.part == .chat && random.chance(0.01)
        writeContent(subject, isBare: isBare, into: &page)
        page.put("\"")
        page.key("author")
        community.people.authors.put(author, into: &page)
        writeAttachments(of: subject, isBare: isBare, into: &page, &random)
        writeEmbeds(of: subject, hasURL: traces.hasURL, into: &page, &random)
        writeStickers(of: subject, into: &page, &random)
        writeReactions(of: subject, into: &page)
        writeMentions(of: subject, into: &page, &random)
        writeReferences(of: subject, into: &page, &random)
        page.key("inlineEmojis")
        page.open(.array)
        for emoji in traces.emoji {
            page.element()
            community.emoji.inline.put(emoji, into: &page)
        }
        page.close(.array)
        page.close(.object)
        return author
    }
}

extension MessageWriter {
    private func writeEditTime(_ subject: Subject, into page: inout DocumentBuffer, _ random: inout Random) {
        let wasEdited = subject.kind.isWritten && random.chance(0.03)
        let after = Lapse.seconds(random.skewed(5...86_400))
        let ticks = random.below(1000) * 10
        let nights = community.schedule.nights
        if subject.edited > 0 {
            let period = community.schedule.period(before: subject.edited)
            let time = period.lowerBound + (period.upperBound - period.lowerBound) * random.unit()
            page.member("timestampEdited", time, community.style.clock, ticks: ticks)
        } else if wasEdited {
            let latest = nights[subject.burst.place.segment.night].time - .seconds(1)
            page.member(
                "timestampEdited", min(subject.slot.time + after, latest), community.style.clock, ticks: ticks)
        } else {
            page.member("timestampEdited", "null")
        }
    }

    private mutating func writeContent(_ subject: Subject, isBare: Bool, into page: inout DocumentBuffer) {
        if let filler = subject.kind.filler {
            page.put(filler)
            return
        }
        let conversation = subject.conversation.number
        var random = Random(seed: community.seed, .text, conversation, subject.position)
        if let asking = subject.burst.asking, subject.slot.part != .chat {
            writePlanted(subject.slot.part, asking, into: &page)
        } else if !isBare {
            community.text.chat(into: &page, &traces, &random)
        }
        guard subject.edited > 0 else { return }
        var editRandom = Random(seed: community.seed, .edit, conversation, subject.position &+ subject.edited << 32)
        page.put("\\n\\nEdit: ")
        community.text.sentences(editRandom.within(1...3), into: &page, &traces, &editRandom)
    }

    private func writePlanted(_ part: Burst.Part, _ asking: Asking, into page: inout DocumentBuffer) {
        switch part {
        case .chat: preconditionFailure("chat is not planted")
        case .asking: page.put(community.questionText.question(asking))
        case .answer(let number): page.put(community.questionText.answer(number, to: asking))
        case .confirmation: page.put(community.questionText.confirmation(of: asking))
        }
    }

    private func writeMentions(of subject: Subject, into page: inout DocumentBuffer, _ random: inout Random) {
        page.key("mentions")
        page.open(.array)
        let parent = subject.kind.isWritten && random.chance(0.45) ? subject.slot.parent?.author : nil
        if let parent {
            page.element()
            community.people.mentioned.put(parent, into: &page)
        }
        for person in traces.mentions where person != parent {
            page.element()
            community.people.mentioned.put(person, into: &page)
        }
        page.close(.array)
    }
}
