import JSONStream

/// Reads what a DiscordChatExporter file says about itself, without its messages where that can be.
///
/// The exporter writes `guild`, `channel`, `dateRange`, `exportedAt` before `messages`, so a few hundred bytes tell all. A
/// file with another order, or of a time before `exportedAt`, is read to its end.
struct DiscordHeaderReader {
    private var guild: ExportHeader.Guild?
    private var channel: ExportHeader.Channel?
    private var after: Timestamp?
    private var before: Timestamp?
    private var exportedAt: Timestamp?
    private var newest: Timestamp?
    private var hasMessages = false

    static func header(
        of source: any ByteSource, windowSize: Int = 8 << 10
    ) throws(JSONError) -> ExportHeader {
        var header = DiscordHeaderReader()
        var reader = JSONReader(source, windowSize: windowSize)
        do throws(JSONError) {
            try header.read(&reader)
        } catch {
            // What is damaged behind a complete header is the concern of whoever reads the messages.
            guard header.hasMessages, error.kind == .truncated || header.channel != nil else { throw error }
        }
        return try header.finished(at: reader.offset)
    }

    private mutating func read(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "guild":
                guild = try reader.value { cursor throws(JSONError) in try Self.guild(&cursor) }
            case "channel":
                channel = try reader.value { cursor throws(JSONError) in try Self.channel(&cursor) }
            case "dateRange":
                (after, before) = try reader.value { cursor throws(JSONError) in try Self.range(&cursor) }
            case "exportedAt":
                exportedAt = try reader.value { cursor throws(JSONError) in try cursor.lenientTime() }
                if exportedAt?.isPlausible == false { exportedAt = nil }
            case "messages":
                hasMessages = true
                if channel != nil, exportedAt != nil { return }
                try readTimes(&reader)
            default:
                try reader.skip()
            }
        }
    }

    private mutating func readTimes(_ reader: inout JSONReader) throws(JSONError) {
        try reader.beginArray()
        while try reader.nextElement() {
            let time = try reader.value { cursor throws(JSONError) in try Self.newestTime(&cursor) }
            if let time, time.isPlausible { newest = max(newest ?? time, time) }
        }
    }

    private func finished(at offset: Int) throws(JSONError) -> ExportHeader {
        guard hasMessages else { throw JSONError(.missingKey("messages"), at: offset) }
        guard let channel else { throw JSONError(.missingKey("channel"), at: offset) }
        return ExportHeader(
            guild: guild ?? ExportHeader.Guild(id: .number(0), name: "Direct Messages"), channel: channel, after: after,
            before: before, exportedAt: exportedAt ?? newest ?? Timestamp(rawValue: 0))
    }
}

extension DiscordHeaderReader {
    private static func guild(_ cursor: inout JSONCursor) throws(JSONError) -> ExportHeader.Guild? {
        guard try !cursor.null() else { return nil }
        var id: SourceID?
        var name = ""
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "id": id = try cursor.lenientID()
            case "name": name = try cursor.lenientString() ?? ""
            default: try cursor.skip()
            }
        }
        return id.map { ExportHeader.Guild(id: $0, name: name) }
    }

    private static func channel(_ cursor: inout JSONCursor) throws(JSONError) -> ExportHeader.Channel {
        var id: SourceID?
        var channel = ExportHeader.Channel(id: .number(0), type: "", name: "")
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "id": id = try cursor.lenientID()
            case "type": channel.type = try cursor.lenientString() ?? ""
            case "name": channel.name = try cursor.lenientString() ?? ""
            case "categoryId": channel.parent = try cursor.lenientID()
            case "category": channel.parentName = try cursor.lenientString()
            case "topic": channel.topic = try cursor.lenientString()
            default: try cursor.skip()
            }
        }
        guard let id else { throw JSONError(.missingKey("channel.id"), at: cursor.offset) }
        channel.id = id
        return channel
    }

    private static func range(
        _ cursor: inout JSONCursor
    ) throws(JSONError) -> (after: Timestamp?, before: Timestamp?) {
        guard try !cursor.null() else { return (nil, nil) }
        var range: (after: Timestamp?, before: Timestamp?)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "after": range.after = try cursor.lenientTime()
            case "before": range.before = try cursor.lenientTime()
            default: try cursor.skip()
            }
        }
        return range
    }

    private static func newestTime(_ cursor: inout JSONCursor) throws(JSONError) -> Timestamp? {
        var newest: Timestamp?
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "timestamp", "timestampEdited":
                if let time = try cursor.lenientTime() { newest = max(newest ?? time, time) }
            default: try cursor.skip()
            }
        }
        return newest
    }
}
