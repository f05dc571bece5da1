import Chat
public import Conversations
public import JSONStream

/// Words conversations for a terminal.
struct ConversationText {
    let clock: LocalClock

    /// One line of a list.
    func line(_ conversation: ConversationSummary) -> String {
        "\(conversation.id.description.safeForTerminal)  \(clock.text(conversation.began))  "
            + "#\(conversation.channel.placeName.safeForTerminal)  \(state(conversation))  "
            + "\(conversation.messageCount.counted("message"))  \(conversation.title.safeForTerminal)"
    }

    /// What stands above a conversation that is shown.
    func head(_ conversation: ConversationSummary) -> String {
        "\(conversation.title.safeForTerminal)\n"
            + "#\(conversation.channel.placeName.safeForTerminal)  \(clock.text(conversation.began))  "
            + "\(state(conversation))  \(conversation.messageCount.counted("message")) by "
            + "\(conversation.peopleCount == 1 ? "1 person" : "\(conversation.peopleCount.grouped) people")  "
            + conversation.permalink.safeForTerminal
    }

    private func state(_ conversation: ConversationSummary) -> String {
        conversation.kind.rawValue + (conversation.status.map { ", \($0.rawValue)" } ?? "")
    }

    /// A link that may be another one.
    static func line(_ link: UnsureLink) -> String {
        "\(link.message.description.safeForTerminal)  #\(link.channel.placeName.safeForTerminal)  "
            + choice(link.parent, link.probability) + "  or  " + choice(link.rival, link.rivalProbability)
    }

    private static func choice(_ parent: SourceID?, _ probability: Float) -> String {
        (parent.map { "answers \($0.description.safeForTerminal)" } ?? "begins a conversation")
            + " (\(probability.hundredths))"
    }
}

/// A conversation as an indented tree: what answers the same message stands on one level, and a chain of answers stays on its own.
struct ConversationTree {
    private let text: ConversationText
    private var nodes: [Node] = []
    private var places: [SourceID: Int] = [:]

    private struct Node {
        let turn: ConversationTurn
        var children: [Int] = []
    }

    private static let deepest = 10

    init(_ text: ConversationText) {
        self.text = text
    }

    mutating func add(_ turn: ConversationTurn) {
        let place = nodes.count
        nodes.append(Node(turn: turn))
        if let parent = turn.parent.flatMap({ places[$0] }) { nodes[parent].children.append(place) }
        places[turn.id] = place
    }

    var lines: [String] {
        var lines: [String] = []
        // A stack and not a recursion: a chain may be as long as a channel.
        var waiting = nodes.isEmpty ? [] : [(node: 0, depth: 0)]
        while let (node, depth) = waiting.popLast() {
            lines += block(nodes[node].turn, depth: depth)
            let children = nodes[node].children
            let isBranching = children.count > 1 || node == 0
            let next = min(depth + (isBranching ? 1 : 0), Self.deepest)
            for child in children.reversed() { waiting.append((child, next)) }
        }
        return lines
    }

    private func block(_ turn: ConversationTurn, depth: Int) -> [String] {
        let indent = String(repeating: "  ", count: depth)
        var head = "\(text.clock.text(turn.time))  \(turn.author.displayName.safeForTerminal)"
        if turn.author.isBot { head += " (bot)" }
        if turn.parent != nil, turn.probability < 1 { head += "  \(turn.probability.hundredths)" }
        for evidence in turn.evidence where evidence != .opening { head += "  [\(evidence.rawValue)]" }
        let body = turn.text.neutralised.split(separator: "\n", omittingEmptySubsequences: false)
        return [indent + head] + body.map { indent + "    " + $0 }
    }
}

/// A conversation as one line of JSON.
struct ConversationLine {
    let conversation: ConversationSummary
    let messages: [SourceID]
    let evidence: [EvidenceKind: [SourceID]]

    init(_ conversation: ConversationSummary, _ store: ConversationStore) async throws {
        self.conversation = conversation
        messages = try await store.messageIDs(of: conversation)
        evidence = try await store.evidence(of: conversation)
    }

    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("id", conversation.id)
            writer.member("channelId", conversation.channel.id)
            writer.member("channel", conversation.channel.placeName)
            writer.member("messageIds", messages)
            writer.member("title", conversation.title)
            writer.member("kind", conversation.kind.rawValue)
            writer.member("status", conversation.status?.rawValue)
            writer.object("asker") { writer in
                writer.member("id", conversation.asker?.id)
                writer.member("name", conversation.asker?.displayName)
            }
            writer.member("question", evidence[.opening] ?? [])
            writer.member("answers", evidence[.answer] ?? [])
            writer.member("confirmations", evidence[.confirmation] ?? [])
            writer.member("denials", evidence[.denial] ?? [])
            writer.member("disputes", evidence[.dispute] ?? [])
            writer.member("people", conversation.peopleCount)
            writer.member("time", conversation.began)
            writer.member("ended", conversation.ended)
            writer.member("permalink", conversation.permalink)
        }
        return writer.text
    }
}

extension UnsureLink: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("conversationId", conversation)
            writer.member("channelId", channel.id)
            writer.member("messageId", message)
            writer.member("parent", parent)
            writer.member("probability", Double(probability))
            writer.member("rival", rival)
            writer.member("rivalProbability", Double(rivalProbability))
        }
    }
}

extension Float {
    /// As a probability is shown.
    var hundredths: String {
        let value = Int((self * 100).rounded())
        return "\(value / 100)." + (value % 100 < 10 ? "0" : "") + String(value % 100)
    }
}
