/// Decides who says what to whom in a burst, from its place alone.
struct BurstPlanner {
    let people: People
    let questions: QuestionPlan
    let seed: UInt64

    func burst(_ place: BurstPlace, in conversation: Conversation) -> Burst {
        var burst = withoutParents(place, in: conversation)
        var random = Random(seed: seed, .burst, place.number, 1)
        for index in burst.slots.indices {
            burst.slots[index].parent = parent(of: index, in: burst, conversation, &random)
        }
        return burst
    }

    private func withoutParents(_ place: BurstPlace, in conversation: Conversation) -> Burst {
        var random = Random(seed: seed, .burst, place.number)
        let talks = 1 + random.below(3)
        var talk = 0
        var slots = place.times(seed: seed).map { time in
            if random.chance(0.3) { talk = random.below(talks) }
            return Burst.Slot(
                id: Snowflake(time, maker: conversation.number), time: time,
                author: participant(random.below(2 + talk * 2), of: talk, in: place), talk: talk, part: .chat)
        }
        if case .post = conversation.kind, place.ordinal == 0, let start = conversation.start {
            slots[0] = Burst.Slot(
                id: conversation.id, time: start, author: slots[0].author, talk: slots[0].talk, part: .chat)
        }
        let asking = questions.asking(inBurst: place.number)
        if asking != nil { plant(into: &slots, at: firstPlace(in: conversation, place, &random), &random) }
        return Burst(place: place, slots: slots, asking: asking)
    }

    private func participant(_ number: Int, of talk: Int, in place: BurstPlace) -> Int {
        let talksOfBurst = 4
        var random = Random(seed: seed, .participant, place.number * talksOfBurst + talk, number)
        return people.writer(&random)
    }

    /// A forum post opens with its question, a thread just after the message that started it.
    private func firstPlace(in conversation: Conversation, _ place: BurstPlace, _ random: inout Random) -> Int {
        let last = place.positions.count - 1
        switch conversation.kind {
        case .post where place.ordinal == 0: return 0
        case .thread where place.ordinal == 0: return min(1, last)
        case .channel, .forum, .thread, .post: return random.below(last / 3 + 1)
        }
    }

    private func plant(into slots: inout [Burst.Slot], at first: Int, _ random: inout Random) {
        let asker = people.anyone(&random)
        func put(_ part: Burst.Part, by author: Int, at index: Int) {
            slots[index].author = author
            slots[index].part = part
            slots[index].talk = nil
        }
        put(.asking, by: asker, at: first)
        var index = first
        for answer in 0..<random.within(1...3) {
            index += random.within(1...3)
            guard index < slots.count else { return }
            let author = people.writer(&random)
            let next = author + 1 < people.count ? author + 1 : people.botCount
            put(.answer(answer), by: author == asker ? next : author, at: index)
        }
        index += random.within(1...2)
        if index < slots.count, random.chance(0.5) { put(.confirmation, by: asker, at: index) }
    }
}

extension BurstPlanner {
    private func parent(
        of index: Int, in burst: Burst, _ conversation: Conversation, _ random: inout Random
    ) -> Burst.Parent? {
        let slot = burst.slots[index]
        switch slot.part {
        case .asking: return nil
        case .answer:
            return random.chance(0.7) ? earlier(than: index, in: burst) { $0.part == .asking } : nil
        case .confirmation:
            return random.chance(0.5) ? earlier(than: index, in: burst) { $0.part == .answer(0) } : nil
        case .chat:
            guard random.chance(0.34) else { return nil }
            if random.chance(0.01) { return lost(before: slot.time, &random) }
            // Most replies answer the message just before of the talk, some an older one.
            let patience = random.zipfian(below: 4)
            var skipped = 0
            let found = earlier(than: index, in: burst) { candidate in
                guard candidate.talk == slot.talk, candidate.author != slot.author else { return false }
                skipped += 1
                return skipped > patience
            }
            return found ?? (random.chance(0.1) ? lastOfBurst(before: burst.place, in: conversation) : nil)
        }
    }

    private func earlier(than index: Int, in burst: Burst, where fits: (Burst.Slot) -> Bool) -> Burst.Parent? {
        burst.slots[..<index].last(where: fits).map { Burst.Parent(id: $0.id, author: $0.author) }
    }

    private func lastOfBurst(before place: BurstPlace, in conversation: Conversation) -> Burst.Parent? {
        guard place.ordinal > 0 else { return nil }
        let before = withoutParents(BurstPlace(segment: place.segment, ordinal: place.ordinal - 1), in: conversation)
        return before.slots.last.map { Burst.Parent(id: $0.id, author: $0.author) }
    }

    /// A message that was deleted before the first export.
    private func lost(before time: Instant, _ random: inout Random) -> Burst.Parent {
        let makers = 1 << 22
        return Burst.Parent(
            id: Snowflake(time - .seconds(random.within(5...5000)), maker: random.below(makers)), author: nil)
    }
}
