import Chat
import Conversations

/// What is done to a log so that it resembles another kind of channel.
struct Domain: Sendable {
    var name: String
    /// Whole conversations go until at most this share of neighbours belongs to two; nil leaves all of them.
    var changes: Double?
    /// How much longer every pause is.
    var stretch: Int64 = 1
    /// Names that messages call, in all messages alike.
    var calls = Calls.asTheyAre
    /// Of the links, those that become given answers.
    var given: Float = 0
    /// One log in so many is shown so.
    var every = 1

    enum Calls {
        case asTheyAre
        case removed
        /// As a platform's mentions.
        case mentions
        /// Two of three removed.
        case rare
    }

    /// The log as it would be there.
    func applied(to log: GoldLog, seed: UInt64) -> GoldLog {
        var random = SeededRandom(seed: seed, stream: 1)
        var log = log
        if let changes { log = Self.thinned(log, to: changes, &random) }
        if stretch != 1 { stretchTime(&log) }
        if calls != .asTheyAre { changeCalls(&log, &random) }
        if given > 0 { give(&log, &random) }
        return log
    }

    private func stretchTime(_ log: inout GoldLog) {
        for place in log.utterances.indices {
            log.utterances[place].time = Timestamp(rawValue: log.utterances[place].time.rawValue * stretch)
        }
    }

    private func changeCalls(_ log: inout GoldLog, _ random: inout SeededRandom) {
        var authors: [String: Int64] = [:]
        for utterance in log.utterances { authors[utterance.name.lowercased()] = utterance.author }
        for place in log.utterances.indices {
            let text = log.utterances[place].text
            guard let space = text.firstIndex(of: " ") else { continue }
            let word = text[..<space].drop { $0 == "@" }
            let name = String(word.prefix { $0 != ":" && $0 != "," }).lowercased()
            let isMarked = name.utf8.count < word.utf8.count
            guard let author = authors[name], isMarked || name.utf8.count > 4 else { continue }
            if calls == .rare, random.share() < 0.33 { continue }
            log.utterances[place].text = String(text[space...].drop { $0 == " " })
            if calls == .mentions { log.utterances[place].mentions = [author] }
        }
    }

    /// The conversation that is named here is put right by who goes through the log.
    private func give(_ log: inout GoldLog, _ random: inout SeededRandom) {
        for place in log.parents.keys.sorted() {
            guard let parent = log.parents[place]?.max(), parent != place, random.share() < given else { continue }
            let key = log.utterances[parent].key
            log.utterances[place].answers = Utterance.Answered(message: key, conversation: key)
        }
    }
}

extension Domain {
    /// Without what is not annotated, and with one conversation after the other left out, drawn at random, until few enough
    /// neighbours belong to two.
    private static func thinned(_ log: GoldLog, to changes: Double, _ random: inout SeededRandom) -> GoldLog {
        let conversations = log.conversations
        let places = conversations.keys.sorted().filter { log.utterances[$0].kind != .notice }
        var kept = Set(places.compactMap { conversations[$0] }).sorted().shuffled(using: &random)
        func left() -> [Int] {
            let known = Set(kept)
            return places.filter { conversations[$0].map(known.contains) ?? false }
        }
        var rest = left()
        while kept.count > 2, share(rest, conversations) > changes {
            kept.removeLast(max(1, kept.count / 40))
            rest = left()
        }
        return chosen(rest, of: log)
    }

    /// Thinned logs are few and short: they are judged in several drawings.
    var rounds: Int {
        changes == nil ? 1 : 5
    }

    /// Of neighbours in annotated stretches those that belong to two conversations, as a mean over logs.
    static func meanShare(_ logs: [GoldLog]) -> Double {
        let shares = logs.map { log in
            share(log.parents.keys.sorted().filter { log.utterances[$0].kind != .notice }, log.conversations)
        }
        return shares.reduce(0, +) / Double(max(logs.count, 1))
    }

    /// Of neighbours those that belong to two conversations.
    static func share(_ places: [Int], _ conversations: [Int: Int]) -> Double {
        let pairs = zip(places, places.dropFirst())
        let count = pairs.count { conversations[$0] != conversations[$1] }
        return places.count > 1 ? Double(count) / Double(places.count - 1) : 0
    }

    private static func chosen(_ places: [Int], of log: GoldLog) -> GoldLog {
        var new: [Int: Int] = [:]
        for (index, place) in places.enumerated() { new[place] = index }
        var parents: [Int: Set<Int>] = [:]
        for (index, place) in places.enumerated() {
            let answered = Set((log.parents[place] ?? []).compactMap { new[$0] })
            parents[index] = answered.isEmpty ? [index] : answered
        }
        return GoldLog(name: log.name, utterances: places.map { log.utterances[$0] }, parents: parents)
    }
}
