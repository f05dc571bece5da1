import TestSupport

@testable import Chat

/// A small community that lives through some nights: people write, answer what there is, was or will be, edit and delete;
/// threads are started on messages that were there before; ids and times do not always ascend together.
struct CommunityFixture {
    private var random: SeededGenerator
    private var channels: [ChannelFixture]
    private var now = 100
    private var nextID = 1000
    private static let people = ["ada", "grace", "zoë", "linus", "bot"]
    private static let phrases = [
        "how do i rotate the key?", "error 17 when it starts, v2.1", "thanks, that fixed it", "no, that's wrong", "lol",
        "+1",
        "you set `key = 5` in the config and restart", "still not working", "anyone here for lunch", "同じです",
        "did you try again",
    ]

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        channels = [
            ChannelFixture(id: 700, name: "help", exportedAt: 0, messages: []),
            ChannelFixture(id: 701, name: "general", exportedAt: 0, messages: []),
            ChannelFixture(
                id: 702, type: "GuildPublicThread", name: "A post", parent: (600, "support"), exportedAt: 0,
                messages: []),
        ]
    }

    /// What the exports of the next night have.
    mutating func nextNight() -> [ChannelFixture] {
        for _ in 0..<Int.random(in: 3...25, using: &random) { write() }
        for _ in 0..<Int.random(in: 0...4, using: &random) { edit() }
        for _ in 0..<Int.random(in: 0...3, using: &random) { delete() }
        if Int.random(in: 0..<2, using: &random) == 0 { startThread() }
        now += 50
        return channels.map { channel in
            var channel = channel
            channel.exportedAt = now
            return channel
        }
    }

    private mutating func write() {
        let index = Int.random(in: channels.indices, using: &random)
        // Sometimes at once, sometimes after hours.
        now += [0, 1, 30, 400, 2000].randomElement(using: &random) ?? 1
        nextID += 1
        var message = ChannelFixture.Message(
            id: nextID, second: now, author: Self.people.randomElement(using: &random) ?? "ada",
            text: "\(Self.phrases.randomElement(using: &random) ?? "") \(Int.random(in: 0...99, using: &random))")
        message.isBot = message.author == "bot"
        switch Int.random(in: 0..<10, using: &random) {
        case 0...2:
            message.type = "Reply"
            // Also what is elsewhere, what is not there, and what is yet to come.
            message.answers = Int.random(in: 995...nextID + 3, using: &random)
        case 3: message.type = "GuildMemberJoin"
        case 4: message.second -= Int.random(in: 0...3000, using: &random)
        case 5: message.mentions = ["grace"]
        default: break
        }
        channels[index].messages.append(message)
    }

    private mutating func edit() {
        guard let (channel, index) = someMessage() else { return }
        now += 1
        if Bool.random(using: &random) {
            channels[channel].messages[index].text += " edited"
            channels[channel].messages[index].editedAt = now
        } else {
            channels[channel].messages[index].reactions = ["✅"]
        }
    }

    private mutating func delete() {
        guard let (channel, index) = someMessage() else { return }
        // The ends of an export say how far it goes: a message there cannot be seen to vanish.
        let ids = channels[channel].messages.map(\.id)
        let id = channels[channel].messages[index].id
        if id != ids.min(), id != ids.max() { channels[channel].messages.remove(at: index) }
    }

    /// On a message of a plain channel, with the notice that Discord posts.
    private mutating func startThread() {
        guard let (channel, index) = someMessage(), channels[channel].type == "GuildTextChat" else { return }
        let first = channels[channel].messages[index]
        guard !channels.contains(where: { $0.id == first.id }) else { return }
        nextID += 1
        channels[channel].messages.append(
            ChannelFixture.Message(
                id: nextID, second: now, author: "ada", text: "Started a thread.", type: "ThreadCreated",
                thread: first.id))
        nextID += 1
        channels.append(
            ChannelFixture(
                id: first.id, type: "GuildPublicThread", name: "thread \(first.id)",
                parent: (channels[channel].id, channels[channel].name), exportedAt: 0,
                messages: [ChannelFixture.Message(id: nextID, second: now + 1, author: "grace", text: "here we go on")])
        )
    }

    private mutating func someMessage() -> (channel: Int, index: Int)? {
        let channel = Int.random(in: channels.indices, using: &random)
        guard let index = channels[channel].messages.indices.randomElement(using: &random) else { return nil }
        return (channel, index)
    }
}
