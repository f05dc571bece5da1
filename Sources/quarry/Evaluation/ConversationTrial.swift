import Chat
import Conversations
import Embedding
import JSONStream
import Store

/// All logs of a set, threaded one after the other.
struct ConversationTrial {
    let set: ConversationSet
    let encoder: (any TextEncoder)?
    let progress: EmbedProgress

    func run(_ make: () -> some Threader) async throws -> ConversationOutcome {
        var outcome = ConversationOutcome()
        let clock = ContinuousClock()
        for log in set.logs {
            let utterances = try await withVectors(log.utterances)
            let started = clock.now
            var threader = make()
            let links = utterances.map { threader.link($0) }
            outcome.time += clock.now - started
            outcome.logs.append((log.name, links))
        }
        return outcome
    }

    private func withVectors(_ utterances: [Utterance]) async throws -> [Utterance] {
        guard let encoder else { return utterances }
        var utterances = utterances
        let said = utterances.indices.filter { utterances[$0].kind != .notice }
        let texts = said.map { Utterance.spoken(utterances[$0].text) }
        let rows = try await encoder.encode(texts, as: .passage, progress: progress.portion())
        for (row, index) in said.enumerated() { utterances[index].vector = Array(rows[row]) }
        return utterances
    }
}

/// What each message of some logs answers.
struct ConversationOutcome {
    var logs: [(name: String, links: [ThreadLink])] = []
    /// That threading took; encoding is not in it.
    var time = Duration.zero

    private var messages: Int {
        logs.reduce(0) { $0 + $1.links.count }
    }

    private var conversations: Int {
        logs.reduce(0) { $0 + $1.links.count { $0.parent == nil } }
    }

    private var messagesPerSecond: Double {
        Double(messages) / max(time / .seconds(1), 1e-9)
    }

    /// A line a message: log, line, first line of the conversation, line that is answered.
    func write(to path: String) throws {
        var text = ""
        for log in logs {
            for link in log.links {
                let line = link.message.rawValue
                let parent = link.parent?.rawValue ?? line
                text += "\(log.name) \(line) \(link.conversation.rawValue) \(parent)\n"
            }
        }
        try AtomicFile.replace(path, with: Array(text.utf8))
    }

    var text: String {
        "\(messages.grouped) messages of \(logs.count.counted("log")): \(conversations.grouped) conversations; "
            + "\(Int(messagesPerSecond).grouped) messages/s threaded"
    }

    var json: String {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("logs", logs.count)
            writer.member("messages", messages)
            writer.member("conversations", conversations)
            writer.member("messagesPerSecond", messagesPerSecond)
        }
        return writer.text
    }
}
