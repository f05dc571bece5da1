/// One line of a log, in parts.
struct IRCLine {
    /// As it stands.
    private(set) var date: Substring?
    /// Milliseconds of the day.
    private(set) var clock: Int64?
    private(set) var hasSeconds = false
    /// Absent in a notice.
    private(set) var nick: Substring?
    private(set) var text: Substring

    init(_ line: Substring) {
        text = line
        guard line.first == "[", let end = line.firstIndex(of: "]") else { return }
        let stamp = line[line.index(after: line.startIndex)..<end].split(separator: " ")
        guard let time = stamp.last, stamp.count <= 2, let clock = Self.clock(time) else { return }
        self.clock = clock.milliseconds
        hasSeconds = clock.hasSeconds
        if stamp.count == 2 { date = stamp[0] }
        text = Self.trimmed(line[line.index(after: end)...])
        if text.first == "<", let close = text.firstIndex(of: ">") {
            nick = text[text.index(after: text.startIndex)..<close]
            text = Self.trimmed(text[text.index(after: close)...])
        } else if text.first == "*" {
            let action = Self.trimmed(text.dropFirst())
            let space = action.firstIndex(of: " ") ?? action.endIndex
            nick = action[..<space]
            text = Self.trimmed(action[space...])
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        text.drop { $0 == " " }
    }

    private static func clock(_ text: Substring) -> (milliseconds: Int64, hasSeconds: Bool)? {
        let parts = text.split(separator: ":").map { Int64($0) }
        guard parts.count == 2 || parts.count == 3, let hour = parts[0], let minute = parts[1],
            (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        guard parts.count == 3 else { return ((hour * 60 + minute) * 60_000, false) }
        guard let second = parts[2], (0...60).contains(second) else { return nil }
        return (((hour * 60 + minute) * 60 + second) * 1000, true)
    }
}
