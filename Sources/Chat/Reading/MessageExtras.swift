import JSONStream

/// What was posted beside the text, as one JSON object a message:
/// ```
/// {"attachments":[{"name","size","url"}],
///  "embeds":[{"title","url","author","description","footer","fields":[{"name","value"}]}],
///  "stickers":["name"], "mentions":[{"id","name"}], "interaction":{"name","user"},
///  "forwarded":{"time","content","attachments":[…],"embeds":[…]},
///  "referenceChannel":"id", "isForward":true}
/// ```
/// Keys stand only where there is something to say, in the order of the export. Reactions, which change without an edit, stand
/// by themselves: `[{"emoji","count","users":["id"]}]`.
enum MessageExtras {
    static func copyAttachments(_ cursor: inout JSONCursor, to writer: inout JSONWriter) throws(JSONError) {
        try copyList("attachments", &cursor, to: &writer) { cursor, writer throws(JSONError) in
            try cursor.eachMember { key, cursor throws(JSONError) in
                switch key {
                case "fileName": writer.member(ifPresent: "name", try cursor.lenientString())
                case "fileSizeBytes": writer.member(ifPresent: "size", try cursor.lenientInteger())
                case "url": writer.member(ifPresent: "url", try cursor.lenientString().map(stableAddress))
                default: try cursor.skip()
                }
            }
        }
    }

    static func copyEmbeds(_ cursor: inout JSONCursor, to writer: inout JSONWriter) throws(JSONError) {
        try copyList("embeds", &cursor, to: &writer) { cursor, writer throws(JSONError) in
            try cursor.eachMember { key, cursor throws(JSONError) in
                switch key {
                case "title": try copyText("title", &cursor, to: &writer)
                case "url": try copyText("url", &cursor, to: &writer)
                case "description": try copyText("description", &cursor, to: &writer)
                case "author": try copyMember("name", of: &cursor, as: "author", to: &writer)
                case "footer": try copyMember("text", of: &cursor, as: "footer", to: &writer)
                case "fields": try copyFields(&cursor, to: &writer)
                default: try cursor.skip()
                }
            }
        }
    }

    static func copyMentions(_ cursor: inout JSONCursor, to writer: inout JSONWriter) throws(JSONError) {
        try copyList("mentions", &cursor, to: &writer) { cursor, writer throws(JSONError) in
            var id: SourceID?
            var name: String?
            var nickname: String?
            try cursor.eachMember { key, cursor throws(JSONError) in
                switch key {
                case "id": id = try cursor.lenientID()
                case "name": name = try cursor.lenientString()
                case "nickname": nickname = try cursor.lenientString()
                default: try cursor.skip()
                }
            }
            writer.member(ifPresent: "id", id)
            writer.member(ifPresent: "name", nickname ?? name)
        }
    }

    static func copyForwarded(_ cursor: inout JSONCursor, to writer: inout JSONWriter) throws(JSONError) {
        guard try cursor.peek() == .object else { return try cursor.skip() }
        try writer.object("forwarded") { writer throws(JSONError) in
            try cursor.eachMember { key, cursor throws(JSONError) in
                switch key {
                case "timestamp": writer.member(ifPresent: "time", try cursor.lenientTime())
                case "content": try copyText("content", &cursor, to: &writer)
                case "attachments": try copyAttachments(&cursor, to: &writer)
                case "embeds": try copyEmbeds(&cursor, to: &writer)
                default: try cursor.skip()
                }
            }
        }
    }

    static func copyInteraction(_ cursor: inout JSONCursor, to writer: inout JSONWriter) throws(JSONError) {
        guard try cursor.peek() == .object else { return try cursor.skip() }
        try writer.object("interaction") { writer throws(JSONError) in
            try cursor.eachMember { key, cursor throws(JSONError) in
                switch key {
                case "name": try copyText("name", &cursor, to: &writer)
                case "user": try copyMember("id", of: &cursor, as: "user", to: &writer)
                default: try cursor.skip()
                }
            }
        }
    }

    /// Writes the names of an array's objects.
    static func copyNames(
        _ name: String, _ cursor: inout JSONCursor, to writer: inout JSONWriter
    ) throws(JSONError) {
        var names: [String] = []
        try cursor.eachElement { cursor throws(JSONError) in
            try cursor.eachMember { key, cursor throws(JSONError) in
                switch key {
                case "name":
                    if let text = try cursor.lenientString() { names.append(text) }
                default: try cursor.skip()
                }
            }
        }
        if !names.isEmpty { writer.member(name, names) }
    }

    static func copyReactions(_ cursor: inout JSONCursor, to writer: inout JSONWriter) throws(JSONError) {
        writer.removeAll()
        try writer.array { writer throws(JSONError) in
            try cursor.eachElement { cursor throws(JSONError) in
                try writer.object { writer throws(JSONError) in
                    try cursor.eachMember { key, cursor throws(JSONError) in
                        switch key {
                        case "emoji": try copyMember("name", of: &cursor, as: "emoji", to: &writer)
                        case "count": writer.member(ifPresent: "count", try cursor.lenientInteger())
                        case "users":
                            let users = try ids(&cursor)
                            if !users.isEmpty { writer.member("users", users) }
                        default: try cursor.skip()
                        }
                    }
                }
            }
        }
    }
}

extension MessageExtras {
    /// Writes an array of objects, unless it is empty.
    private static func copyList(
        _ name: String, _ cursor: inout JSONCursor, to writer: inout JSONWriter,
        element: (inout JSONCursor, inout JSONWriter) throws(JSONError) -> Void
    ) throws(JSONError) {
        guard try cursor.peek() == .array else { return try cursor.skip() }
        try cursor.beginArray()
        guard try cursor.nextElement() else { return }
        try writer.array(name) { writer throws(JSONError) in
            repeat {
                try writer.object { writer throws(JSONError) in try element(&cursor, &writer) }
            } while try cursor.nextElement()
        }
    }

    private static func copyText(
        _ name: String, _ cursor: inout JSONCursor, to writer: inout JSONWriter
    ) throws(JSONError) {
        if let text = try cursor.lenientString(), !text.isEmpty { writer.member(name, text) }
    }

    /// Writes one text or id out of an object.
    private static func copyMember(
        _ wanted: StaticString, of cursor: inout JSONCursor, as name: String, to writer: inout JSONWriter
    ) throws(JSONError) {
        try cursor.eachMember { key, cursor throws(JSONError) in
            if key == wanted { try copyText(name, &cursor, to: &writer) } else { try cursor.skip() }
        }
    }

    private static func copyFields(_ cursor: inout JSONCursor, to writer: inout JSONWriter) throws(JSONError) {
        try copyList("fields", &cursor, to: &writer) { cursor, writer throws(JSONError) in
            try cursor.eachMember { key, cursor throws(JSONError) in
                switch key {
                case "name": try copyText("name", &cursor, to: &writer)
                case "value": try copyText("value", &cursor, to: &writer)
                default: try cursor.skip()
                }
            }
        }
    }

    private static func ids(_ cursor: inout JSONCursor) throws(JSONError) -> [SourceID] {
        var ids: [SourceID] = []
        try cursor.eachElement { cursor throws(JSONError) in
            try cursor.eachMember { key, cursor throws(JSONError) in
                switch key {
                case "id":
                    if let id = try cursor.lenientID() { ids.append(id) }
                default: try cursor.skip()
                }
            }
        }
        return ids
    }

    /// An attachment's address without what changes from export to export: the expiring signature of the CDN, and the
    /// backslashes of an export made with media on Windows.
    private static func stableAddress(_ address: String) -> String {
        guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
            return String(address.map { $0 == "\\" ? "/" : $0 })
        }
        return String(address.prefix { $0 != "?" })
    }
}
