import JSONStream

@testable import Chat

/// A channel or thread of an export, with the messages that it has.
struct ChannelFixture: Sendable {
    struct Message: Sendable, Equatable {
        var id: Int
        /// Seconds after the start of 2025.
        var second: Int
        var author: String
        var text: String
        var editedAt: Int?
        /// The message that it says it answers.
        var answers: Int?
        var type = "Default"
        /// Of a notice: the thread that was started.
        var thread: Int?
        var reactions: [String] = []
        var mentions: [String] = []
        var isBot = false
    }

    var id: Int
    var type = "GuildTextChat"
    var name: String
    var parent: (id: Int, name: String) = (1, "everything")
    var exportedAt: Int
    var messages: [Message]

    var json: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.object("guild") { writer in
                writer.member("id", "1")
                writer.member("name", "Guild")
            }
            writer.object("channel") { writer in
                writer.member("id", String(id))
                writer.member("type", type)
                writer.member("name", name)
                writer.member("categoryId", String(parent.id))
                writer.member("category", parent.name)
            }
            writer.member("exportedAt", ExportFixture.time(exportedAt).iso8601)
            writer.array("messages") { writer in
                for message in messages { writer.object { write(message, to: &$0) } }
            }
            writer.member("messageCount", messages.count)
        }
        return writer.bytes
    }

    private func write(_ message: Message, to writer: inout JSONWriter) {
        writer.member("id", String(message.id))
        writer.member("type", message.type)
        writer.member("timestamp", ExportFixture.time(message.second).iso8601)
        writer.member("timestampEdited", message.editedAt.map { ExportFixture.time($0).iso8601 })
        writer.member("isPinned", false)
        writer.member("content", message.text)
        write(message.author, isBot: message.isBot, named: "author", to: &writer)
        writer.array("reactions") { writer in
            for emoji in message.reactions {
                writer.object { writer in
                    writer.object("emoji") { $0.member("name", emoji) }
                    writer.member("count", 1)
                }
            }
        }
        writer.array("mentions") { writer in
            for name in message.mentions { writer.object { write(name, isBot: false, to: &$0) } }
        }
        guard message.answers != nil || message.thread != nil else { return }
        writer.object("reference") { writer in
            writer.member("messageId", message.answers.map(String.init))
            writer.member("channelId", String(message.thread ?? id))
        }
    }

    private func write(_ name: String, isBot: Bool, named member: String, to writer: inout JSONWriter) {
        writer.object(member) { write(name, isBot: isBot, to: &$0) }
    }

    /// An author is known by the number that the name ends with.
    private func write(_ name: String, isBot: Bool, to writer: inout JSONWriter) {
        writer.member("id", String(9000 + name.utf8.reduce(0) { $0 + Int($1) }))
        writer.member("name", name)
        writer.member("isBot", isBot)
    }
}
