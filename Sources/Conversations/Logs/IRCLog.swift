import Chat
public import Store

/// A log of an IRC channel, message by message.
///
/// Lines are `[03:41] <nick> text`, `[03:41]  * nick does something`, and notices in any other form, such as
/// `=== nick has joined #ubuntu`. A time may have a date before it and seconds behind. Keys are numbers of lines, from 0.
///
/// - Without seconds, the lines of one minute are spread over it evenly: where a threader asks for the tempo, a minute of
///   ten lines is not one moment with ten.
/// - Without a date, a day begins where the clock goes back by more than half a day.
/// - A notice has the time of the line before it. One that renames somebody passes the author on to the new name.
public struct IRCLog: Sendable {
    public let name: String
    public private(set) var utterances: [Utterance] = []

    /// What the bots of the logs at hand are called, or begin with: IRC does not say who is one.
    private static let bots = ["ubot", "lisppaste", "ubuntulog"]
    private static let minute: Int64 = 60_000

    public init(name: String, path: String) throws(StoreError) {
        let file = try MappedFile(path: path)
        self.init(name: name, text: String(decoding: file.bytes, as: UTF8.self))
    }

    public init(name: String, text: String) {
        self.name = name
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty ?? false { lines.removeLast() }
        let read = lines.map { IRCLine($0) }
        var names = NickNames()
        for (number, (line, time)) in zip(read, Self.times(of: read)).enumerated() {
            let nick = line.nick.map { String($0) } ?? ""
            if line.nick == nil { names.follow(line.text) }
            let isBot = Self.bots.contains { nick.lowercased().hasPrefix($0) }
            utterances.append(
                Utterance(
                    key: MessageKey(rawValue: Int64(number)), time: Timestamp(rawValue: time),
                    author: names.author(nick), name: nick, text: String(line.text),
                    kind: line.nick == nil ? .notice : isBot ? .bot : .person))
        }
    }

    private static func times(of lines: [IRCLine]) -> [Int64] {
        var times: [Int64] = []
        var day: Int64 = 0
        var previous: Int64 = 0
        var date: Substring?
        for line in lines {
            guard let clock = line.clock else {
                times.append(times.last ?? 0)
                continue
            }
            if let new = line.date {
                if let date, date != new { day += 1 }
                date = new
            } else if clock < previous - 12 * 60 * minute {
                day += 1
            }
            previous = clock
            times.append(max(day * 24 * 60 * minute + clock, times.last ?? 0))
        }
        if !lines.contains(where: \.hasSeconds) { spread(&times) }
        return times
    }

    private static func spread(_ times: inout [Int64]) {
        var start = 0
        while start < times.count {
            var end = start
            while end < times.count, times[end] == times[start] { end += 1 }
            for index in start..<end { times[index] += Int64(index - start) * minute / Int64(end - start) }
            start = end
        }
    }
}

/// Who is called what.
private struct NickNames {
    private var authors: [String: Int64] = [:]
    private var next: Int64 = 1

    mutating func author(_ nick: some StringProtocol) -> Int64 {
        let name = nick.lowercased()
        if let known = authors[name] { return known }
        defer { next += 1 }
        authors[name] = next
        return next
    }

    /// Reads `=== old is now known as new`.
    mutating func follow(_ notice: Substring) {
        let words = notice.split(separator: " ")
        guard words.count >= 7, words[0] == "===", words[2...5].joined(separator: " ") == "is now known as" else {
            return
        }
        let author = author(String(words[1]))
        authors[words[1].lowercased()] = nil
        authors[words[6].lowercased()] = author
    }
}
