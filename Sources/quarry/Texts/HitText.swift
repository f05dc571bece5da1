import Chat
import Conversations
import Pipeline
import Search
import VectorEngine

/// Words hits for a terminal.
struct HitText {
    let clock: LocalClock
    let query: String
    let isColoured: Bool

    private static let mostLines = 6
    private static let fewLines = 3
    private static let mostCharacters = 480

    /// The hit with its best message, the words of the query in it, and the answer where that is another message.
    func block(_ hit: ArchiveHit, answer: ConversationTurn?) -> String {
        let state = hit.kind + (hit.status.map { ", \($0)" } ?? "")
        var lines = [
            style(.bold, "\(hit.rank)  \(hit.title.safeForTerminal)"),
            "   "
                + style(
                    .dim,
                    "#\(hit.channel.safeForTerminal)  \(clock.text(hit.time))  \(hit.author.safeForTerminal)  "
                        + "\(state.safeForTerminal)"),
        ]
        lines += snippet(hit.best).map { "   " + marked($0) }
        if let answer, answer.id.description != hit.messageID {
            lines.append("   " + style(.dim, "answered by \(answer.author.displayName.safeForTerminal):"))
            lines += snippet(answer.text, lines: Self.fewLines).map { "     " + marked($0) }
        }
        lines.append("   " + style(.dim, hit.permalink.safeForTerminal))
        return lines.joined(separator: "\n")
    }

    /// What each list said, and each word gave.
    func explanation(_ hit: ArchiveHit, _ words: [TermContribution]) -> String {
        var lines = ["   score \(hit.score.rounded(4))"]
        for (name, said) in zip(FoundPassage.listNames, hit.found.contributions) {
            let rank = said.rank.map { "rank \($0)" } ?? "not listed"
            let score = said.score.map { "score \(Double($0).rounded(4))" } ?? ""
            lines.append("   \(name): \(rank)  \(score)  \(said.normalised.rounded(3)) × \(said.weight.rounded(3))")
        }
        for word in words where word.contribution != 0 {
            lines.append("   \(word.term.safeForTerminal): \(Double(word.contribution).rounded(3))")
        }
        return lines.joined(separator: "\n")
    }

    // MARK: Snippets

    private func snippet(_ text: String, lines most: Int = mostLines) -> [String] {
        let isLong = text.count > Self.mostCharacters
        let lines = text.prefix(Self.mostCharacters).split(whereSeparator: \.isNewline)
        var shown = lines.prefix(most).map { String($0).safeForTerminal }
        if isLong || lines.count > shown.count, let last = shown.popLast() { shown.append(last + " …") }
        return shown
    }

    /// The line with the query's words marked, by their first letters: endings differ.
    private func marked(_ line: String) -> String {
        guard isColoured else { return line }
        let stems = query.lowercased().split { !$0.isLetter && !$0.isNumber }.filter { $0.count > 2 }
            .map { String($0.count > 5 ? $0.dropLast(2) : $0) }
        var marked = ""
        var word = ""
        func finishWord() {
            let isAsked = stems.contains { word.lowercased().hasPrefix($0) }
            marked += isAsked ? style(.yellow, word) : word
            word = ""
        }
        for character in line {
            if character.isLetter || character.isNumber {
                word.append(character)
            } else {
                finishWord()
                marked.append(character)
            }
        }
        finishWord()
        return marked
    }

    private enum Style: String {
        case bold = "1"
        case dim = "2"
        case yellow = "33"
    }

    private func style(_ style: Style, _ text: String) -> String {
        isColoured && !text.isEmpty ? "\u{1b}[\(style.rawValue)m\(text)\u{1b}[0m" : text
    }
}

extension Surroundings {
    /// Whether results are for a terminal whose user has not asked for plain text (no-color.org).
    var hasColours: Bool {
        console.isOutputTerminal && (environment["NO_COLOR"] ?? "").isEmpty && environment["TERM"] != "dumb"
    }
}

extension Double {
    fileprivate func rounded(_ digits: Int) -> String {
        let factor = (0..<digits).reduce(1.0) { factor, _ in factor * 10 }
        return String((self * factor).rounded() / factor)
    }
}
