public import Chat
public import JSONStream

/// What a passage has of one message, as the collection keeps it.
public struct HitMessage: Sendable, Equatable {
    public var id: String
    public var channelID: String
    public var author: String
    public var time: Timestamp
    /// Where its part of the passage's text begins, in bytes.
    public var offset: Int

    public init(id: String, channelID: String, author: String, time: Timestamp, offset: Int) {
        self.id = id
        self.channelID = channelID
        self.author = author
        self.time = time
        self.offset = offset
    }
}

extension HitMessage: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", id)
            writer.member("channelId", channelID)
            writer.member("author", author)
            writer.member("time", Int(time.rawValue))
            writer.member("offset", offset)
        }
    }
}

extension HitMessage: JSONDecodable {
    public init(from cursor: inout JSONCursor) throws(JSONError) {
        self.init(id: "", channelID: "", author: "", time: Timestamp(rawValue: 0), offset: 0)
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "id": id = try cursor.decode()
            case "channelId": channelID = try cursor.decode()
            case "author": author = try cursor.decode()
            case "time": time = Timestamp(rawValue: try cursor.integer())
            case "offset": offset = try cursor.decode()
            default: try cursor.skip()
            }
        }
    }
}
