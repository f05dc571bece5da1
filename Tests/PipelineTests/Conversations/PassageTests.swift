import Testing

@testable import Chat
@testable import Conversations

@Suite("Passages")
struct PassageTests {
    private let setting = Setting(
        channel: FeedChannel(
            key: ChannelKey(rawValue: 1), id: .number(700), guild: .number(1), type: "GuildTextChat", name: "help",
            parent: nil, parentName: nil))

    private func turns(_ texts: [(author: Int64, text: String)]) -> [Turn] {
        texts.enumerated().map { index, said in
            Turn(
                key: MessageKey(rawValue: Int64(index + 1)),
                place: MessagePlace(
                    time: Timestamp(rawValue: Int64(index) * 1000), id: .number(Int64(1000 + index))),
                channel: .number(700), author: said.author, name: "author \(said.author)", kind: .person,
                text: said.text,
                words: Words(said.text), parent: nil)
        }
    }

    private func passages(_ texts: [(author: Int64, text: String)]) throws -> [Passage] {
        var signals = SignalReading(setting)
        let turns = turns(texts)
        for turn in turns { signals.add(turn) }
        var passages: [Passage] = []
        var cutter = PassageCutter(setting, signals.finished()) { passages.append($0) }
        for turn in turns { try cutter.add(turn) }
        try cutter.finish()
        return passages
    }

    @Test("of a question are its opening by itself and the whole")
    func question() throws {
        let passages = try passages([
            (1, "how do i rotate the api_key in veldt.toml?"), (2, "run `veldt keys create` and restart"),
            (1, "thanks!"),
        ])
        #expect(passages.map(\.part) == [.opening, .body])
        #expect(passages[0].text == "help\nhow do i rotate the api_key in veldt.toml?")
        #expect(
            passages[1].text == "help\nhow do i rotate the api_key in veldt.toml?\nrun `veldt keys create` and restart")
        #expect(passages[1].messages.map(\.id) == [.number(1000), .number(1001)])
        let second = passages[1].messages[1]
        #expect(String(decoding: passages[1].text.utf8.dropFirst(second.offset), as: UTF8.self).hasPrefix("run"))
    }

    @Test("leave out what says nothing, and what was said before")
    func contentless() throws {
        let passages = try passages([
            (1, "the new office has a robot vacuum, it is called Gerald"), (2, "lol"), (3, "+1"), (2, "👍👍"),
            (3, "The new office has a robot vacuum; it is called Gerald"), (2, "does it do stairs"),
        ])
        #expect(passages.map { $0.messages.map(\.id) } == [[.number(1000), .number(1005)]])
    }

    @Test("of a conversation of greetings there are none")
    func nothing() throws {
        #expect(try passages([(1, "hi"), (2, "hello"), (1, "👋")]).isEmpty)
    }

    @Test("fit the window, cover every message, and begin with the end of the one before")
    func long() throws {
        let texts = (1...60).map { number in
            (
                author: Int64(number % 3),
                text: "message number \(number) says that the server at node-\(number) was restarted"
            )
        }
        let bodies = try passages(texts).filter { $0.part == .body }
        #expect(bodies.count > 3)
        #expect(bodies.allSatisfy { TokenEstimate.count($0.text) <= 240 })
        #expect(Set(bodies.flatMap { $0.messages.map(\.id) }).count == 60)
        for (left, right) in zip(bodies, bodies.dropFirst()) {
            #expect(left.messages.last?.id == right.messages.first?.id)
        }
    }

    @Test("keep a block of code whole where it fits, and cut what is longer than a passage")
    func code() throws {
        let code = "```\n" + (1...12).map { "let value\($0) = read(\"file-\($0)\")" }.joined(separator: "\n") + "\n```"
        let prose = (1...40).map { "Sentence \($0) of a long answer says something." }.joined(separator: " ")
        let bodies = try passages([(1, prose + "\n" + code + "\n" + prose)]).filter { $0.part == .body }
        #expect(bodies.allSatisfy { TokenEstimate.count($0.text) <= 240 })
        #expect(bodies.contains { $0.text.contains(code) })
        let endless = try passages([(1, String(repeating: "x", count: 20_000) + String(repeating: "字", count: 3000))])
        #expect(endless.allSatisfy { TokenEstimate.count($0.text) <= 240 })
    }
}

@Suite("What a conversation says of itself")
struct SignalTests {
    private static func setting(_ name: String, type: String = "GuildTextChat") -> Setting {
        Setting(
            channel: FeedChannel(
                key: ChannelKey(rawValue: 1), id: .number(700), guild: .number(1), type: type, name: name, parent: nil,
                parentName: nil))
    }

    /// Each line is "author: text", with a reaction behind `//`.
    private func signals(_ lines: [String], in setting: Setting = setting("help")) -> ConversationSignals {
        var reading = SignalReading(setting)
        for (index, line) in lines.enumerated() {
            let parts = line.split(separator: ": ", maxSplits: 1).map(String.init)
            let said = parts[1].split(separator: " // ").map(String.init)
            let author = Int64(parts[0].utf8.reduce(0) { $0 + Int($1) })
            reading.add(
                Turn(
                    key: MessageKey(rawValue: Int64(index + 1)),
                    place: MessagePlace(time: Timestamp(rawValue: Int64(index) * 1000), id: .number(Int64(index))),
                    channel: .number(700), author: author, name: parts[0],
                    kind: parts[0] == "bot" ? .bot : parts[0] == "system" ? .notice : .person, text: said[0],
                    words: Words(said[0]), parent: nil,
                    reactions: said.dropFirst().map { Reaction(emoji: $0, count: 1) }))
        }
        return reading.finished()
    }

    private static let question = "ann: why does the server crash with error VE-17 on start?"

    @Test(
        "a question's status",
        arguments: [
            (["bob: did you wait?"], ConversationStatus.open),
            (["bob: following, same here"], .open),
            (["bob: set `limit = 5` in the config and restart it"], .answered),
            (["bob: set `limit = 5` in the config", "ann: that fixed it, thanks"], .answered),
            (["bob: set `limit = 5` in the config", "ann: still the same error"], .open),
            (
                [
                    "bob: set `limit = 5` in the config", "ann: still the same error",
                    "cyd: then delete the lock file first",
                ], .open
            ),
            (["bob: set `limit = 5` // ✅"], .answered),
            (["bob: set `limit = 5` in the config", "ann: danke, klappt"], .answered),
            (["bob: 把 limit 改成 5 就可以", "ann: 谢谢，解决了"], .answered),
            (
                ["bob: raise the limit, always", "cyd: that's wrong, lower it", "bob: no, I disagree, raise it"],
                .disputed
            ),
            (
                ["bob: raise the limit", "cyd: that's wrong, lower it to 5", "ann: lowering it worked, thank you"],
                .answered
            ),
        ])
    func status(lines: [String], expected: ConversationStatus) {
        let found = signals([Self.question] + lines)
        #expect(found.kind == .question)
        #expect(found.status == expected)
    }

    @Test("evidence names the messages")
    func evidence() {
        let found = signals([Self.question, "bob: set `limit = 5` in the config", "ann: that fixed it"])
        #expect(
            found.evidence.map { [$0.kind.rawValue, String($0.message.rawValue)] } == [
                ["opening", "1"], ["answer", "2"], ["confirmation", "3"],
            ])
        #expect(found.title == "why does the server crash with error VE-17 on start?")
        #expect(found.people == 2 && found.messages == 3)
    }

    @Test(
        "kinds",
        arguments: [
            (["system: Joined the server."], "general", ConversationKind.bot),
            (["bot: CI on main: 2,730 tests green"], "general", .bot),
            (["ann: good morning, rain and tea", "bob: lol"], "general", .chatter),
            (["ann: **Veldt 1.4** is out, see https://veldt.example/changelog"], "general", .announcement),
            (["ann: how do i change the port in veldt.toml?"], "general", .question),
            (["ann: 请问 veldtd 怎么升级到 2.0?"], "general", .question),
        ])
    func kinds(lines: [String], channel: String, expected: ConversationKind) {
        #expect(signals(lines, in: Self.setting(channel)).kind == expected)
    }
}
