import JSONStream

/// Reads one message of a DiscordChatExporter file into a batch.
struct DiscordMessageReader {
    private let channel: SourceID
    private var authors = AuthorCache()
    private var extras = JSONWriter()
    private var reactions = JSONWriter()
    private(set) var repairs = 0
    private(set) var firstRepair: Int?

    init(channel: SourceID) {
        self.channel = channel
    }

    struct Mark {
        var authors: AuthorCache.Mark
        var repairs: Int
        var firstRepair: Int?
    }

    var mark: Mark {
        Mark(authors: authors.mark, repairs: repairs, firstRepair: firstRepair)
    }

    /// Forgets what was read since the mark was taken.
    mutating func rollBack(to mark: Mark) {
        authors.rollBack(to: mark.authors)
        repairs = mark.repairs
        firstRepair = mark.firstRepair
    }

    /// Whether a message begins here: its first keys are an id, a type and a time, which no other object of the format has.
    static func isStart(_ cursor: inout JSONCursor) -> Bool {
        do {
            try cursor.beginObject()
            guard let first = try cursor.nextKey(), first == "id", try cursor.lenientID() != nil,
                let second = try cursor.nextKey()
            else { return false }
            guard second == "type" else { return second == "timestamp" }
            try cursor.skip()
            return try cursor.nextKey().map { $0 == "timestamp" } ?? false
        } catch {
            return false
        }
    }

    /// The id of the message that comes next, if that is its first key, as all exporters have it.
    static func id(_ cursor: inout JSONCursor) throws(JSONError) -> SourceID? {
        guard try cursor.peek() == .object else { return nil }
        try cursor.beginObject()
        guard let first = try cursor.nextKey(), first == "id" else { return nil }
        return try cursor.lenientID()
    }

    mutating func read(
        _ cursor: inout JSONCursor, digest: Int64, into batch: inout MessageBatch
    ) throws(JSONError) -> MessageRecord {
        let start = cursor.offset
        extras.removeAll()
        reactions.removeAll()
        var draft = Draft()
        var writer = extras
        extras = JSONWriter()
        defer { extras = writer }
        try writer.object { writer throws(JSONError) in
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                try readField(key, &cursor, &draft, &writer, &batch)
            }
        }
        guard let id = draft.id else { throw JSONError(.missingKey("id"), at: start) }
        let author = draft.author ?? unknownAuthor(&batch, at: start)
        return MessageRecord(
            id: id, digest: authors.isBot(author) ? MessageDigester.none : digest, author: author,
            time: try time(draft, id: id, at: start), edited: draft.edited, type: draft.type,
            isPinned: draft.isPinned, reference: draft.reference, content: draft.content,
            extras: writer.bytes.count > 2 ? batch.append(writer.bytes) : .empty,
            reactions: reactions.bytes.count > 2 ? batch.append(reactions.bytes) : .empty)
    }

    /// Reads no more of a message than who wrote it, and stops there.
    mutating func readAuthor(_ cursor: inout JSONCursor, into batch: inout MessageBatch) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            if key == "author", try cursor.peek() == .object {
                _ = try authors.number(&cursor, announcingIn: &batch)
                return
            }
            try cursor.skip()
        }
    }

    /// What is known of a message while its keys go by.
    private struct Draft {
        var id: RecordID?
        var author: Int32?
        var time: Timestamp?
        var edited: Timestamp?
        var type = MessageType.plain
        var isPinned = false
        var reference: RecordID?
        var content = TextSlice.empty
    }

    private mutating func readField(
        _ key: JSONText, _ cursor: inout JSONCursor, _ draft: inout Draft, _ writer: inout JSONWriter,
        _ batch: inout MessageBatch
    ) throws(JSONError) {
        switch key {
        case "id": draft.id = try cursor.recordID(in: &batch)
        case "type": draft.type = try type(&cursor)
        case "timestamp": draft.time = try cursor.lenientTime()
        case "timestampEdited":
            draft.edited = try cursor.lenientTime()
            if draft.edited?.isPlausible == false { draft.edited = nil }
        case "isPinned": draft.isPinned = try cursor.lenientBoolean()
        case "content": draft.content = try content(&cursor, &batch)
        case "author": draft.author = try author(&cursor, &batch)
        case "attachments": try MessageExtras.copyAttachments(&cursor, to: &writer)
        case "embeds": try MessageExtras.copyEmbeds(&cursor, to: &writer)
        case "stickers": try MessageExtras.copyNames("stickers", &cursor, to: &writer)
        case "reactions": try MessageExtras.copyReactions(&cursor, to: &reactions)
        case "mentions": try MessageExtras.copyMentions(&cursor, to: &writer)
        case "reference": draft.reference = try reference(&cursor, &writer, &batch)
        case "forwardedMessage": try MessageExtras.copyForwarded(&cursor, to: &writer)
        case "interaction": try MessageExtras.copyInteraction(&cursor, to: &writer)
        default: try cursor.skip()
        }
    }

    private mutating func type(_ cursor: inout JSONCursor) throws(JSONError) -> MessageType {
        switch try cursor.peek() {
        case .string:
            let text = try cursor.string()
            return MessageType({ text == $0 }, number: text.decimal)
        case .number:
            return MessageType({ _ in false }, number: try cursor.number().decimal)
        default:
            repaired(at: cursor.offset)
            try cursor.skip()
            return .unknown
        }
    }

    private mutating func content(
        _ cursor: inout JSONCursor, _ batch: inout MessageBatch
    ) throws(JSONError) -> TextSlice {
        guard try cursor.peek() == .string else {
            if try !cursor.null() {
                repaired(at: cursor.offset)
                try cursor.skip()
            }
            return .empty
        }
        let offset = cursor.offset
        let start = batch.bytes.count
        let count = try cursor.string().append(to: &batch.bytes)
        if count > 0 { repaired(at: offset, count: count) }
        return TextSlice(start: Int32(start), count: Int32(batch.bytes.count - start))
    }

    private mutating func author(
        _ cursor: inout JSONCursor, _ batch: inout MessageBatch
    ) throws(JSONError) -> Int32? {
        guard try cursor.peek() == .object else {
            repaired(at: cursor.offset)
            try cursor.skip()
            return nil
        }
        return try authors.number(&cursor, announcingIn: &batch)
    }

    private mutating func unknownAuthor(_ batch: inout MessageBatch, at offset: Int) -> Int32 {
        repaired(at: offset)
        return authors.unknown(announcingIn: &batch)
    }

    private mutating func reference(
        _ cursor: inout JSONCursor, _ writer: inout JSONWriter, _ batch: inout MessageBatch
    ) throws(JSONError) -> RecordID? {
        guard try cursor.peek() == .object else {
            try cursor.skip()
            return nil
        }
        var message: RecordID?
        var elsewhere: SourceID?
        var isForward = false
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "messageId": message = try cursor.recordID(in: &batch)
            case "channelId":
                let id = try cursor.lenientID()
                if id != channel { elsewhere = id }
            case "type":
                isForward = try cursor.peek() == .string ? cursor.string() == "Forward" : false
            default: try cursor.skip()
            }
        }
        writer.member(ifPresent: "referenceChannel", elsewhere)
        if isForward { writer.member("isForward", true) }
        return message
    }

    /// When the message was written: as it says, or else as its id says.
    private mutating func time(_ draft: Draft, id: RecordID, at offset: Int) throws(JSONError) -> Timestamp {
        if let time = draft.time, time.isPlausible { return time }
        guard case .number(let number) = id, let time = Timestamp(snowflake: number) else {
            throw JSONError(.unacceptable(expected: "a time from 1970 to 2100 in 'timestamp'"), at: offset)
        }
        repaired(at: offset)
        return time
    }

    private mutating func repaired(at offset: Int, count: Int = 1) {
        repairs += count
        firstRepair = firstRepair ?? offset
    }
}

extension MessageBatch {
    mutating func append(_ text: [UInt8]) -> TextSlice {
        let start = bytes.count
        bytes.append(contentsOf: text)
        return TextSlice(start: Int32(start), count: Int32(text.count))
    }
}

extension JSONCursor {
    mutating func recordID(in batch: inout MessageBatch) throws(JSONError) -> RecordID? {
        switch try lenientID() {
        case .number(let number): .number(number)
        case .text(let text): .text(batch.append(Array(text.utf8)))
        case nil: nil
        }
    }
}
