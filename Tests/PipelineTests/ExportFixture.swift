import Foundation
import JSONStream

@testable import Chat

/// An export of one channel, as DiscordChatExporter would write it, with only what a test says about it.
struct ExportFixture: Sendable {
    struct Message: Sendable, Equatable {
        var id: Int
        var text: String
        var editedAt: Int?
        var reactions = 0
    }

    var channel = 700
    /// Seconds after the start of 2025.
    var exportedAt: Int
    var after: Int?
    var before: Int?
    var messages: [Message]
    var authorID = 42
    var authorName = "ada"

    /// The moment of a second after the start of 2025.
    static func time(_ second: Int) -> Timestamp {
        Timestamp(rawValue: 1_735_689_600_000 + Int64(second) * 1000)
    }

    var json: [UInt8] {
        var writer = JSONWriter(.indented)
        writer.object { writer in
            writer.object("guild") { writer in
                writer.member("id", "1")
                writer.member("name", "Guild")
            }
            writer.object("channel") { writer in
                writer.member("id", String(channel))
                writer.member("type", "GuildTextChat")
                writer.member("name", "channel-\(channel)")
            }
            writer.object("dateRange") { writer in
                writer.member("after", after.map { Self.time($0).iso8601 })
                writer.member("before", before.map { Self.time($0).iso8601 })
            }
            writer.member("exportedAt", Self.time(exportedAt).iso8601)
            writer.array("messages") { writer in
                for message in messages { writer.object { self.write(message, to: &$0) } }
            }
            writer.member("messageCount", messages.count)
        }
        return writer.bytes
    }

    private func write(_ message: Message, to writer: inout JSONWriter) {
        writer.member("id", String(message.id))
        writer.member("type", "Default")
        // Ids and times ascend together.
        writer.member("timestamp", Self.time(message.id).iso8601)
        writer.member("timestampEdited", message.editedAt.map { Self.time($0).iso8601 })
        writer.member("isPinned", false)
        writer.member("content", message.text)
        writer.object("author") { writer in
            writer.member("id", String(authorID))
            writer.member("name", authorName)
            writer.member("isBot", false)
        }
        writer.array("reactions") { writer in
            guard message.reactions > 0 else { return }
            writer.object { writer in
                writer.object("emoji") { $0.member("name", "👍") }
                writer.member("count", message.reactions)
            }
        }
    }
}
