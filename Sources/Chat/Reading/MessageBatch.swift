/// Messages on their way from a reader to the archive: fixed-size records over one run of bytes.
///
/// A message costs no allocation of its own, and its text is bound to the database from where the reader put it.
public struct MessageBatch: Sendable {
    /// The texts of all records.
    var bytes: [UInt8] = []
    var messages: [MessageRecord] = []
    /// Messages that the archive has just as the export writes them.
    var known: [KnownMessage] = []
    /// Authors that the export names for the first time since its start; records name them by number.
    var authors: [AuthorRecord] = []
    var problems: [Problem] = []
    /// The smallest and largest id of a message in it.
    var span: ClosedRange<SourceID>?
    /// What the whole export was like; with its last batch.
    var summary: ReadingSummary?
    /// How far the reader has come in its file.
    public var position = 0

    public var count: Int {
        messages.count + known.count
    }
}

/// A run of a batch's bytes.
struct TextSlice: Sendable {
    var start: Int32
    var count: Int32

    static let empty = TextSlice(start: 0, count: 0)
}

/// An id inside a batch.
enum RecordID: Sendable {
    case number(Int64)
    case text(TextSlice)
}

struct MessageRecord: Sendable {
    var id: RecordID
    /// Of the message as the export writes it (`MessageDigester`).
    var digest: Int64
    /// The author's number in this export.
    var author: Int32
    var time: Timestamp
    var edited: Timestamp?
    var type: MessageType
    var isPinned: Bool
    /// The message this one answers or refers to.
    var reference: RecordID?
    var content: TextSlice
    /// What else was posted, as JSON (`MessageExtras`); empty when nothing.
    var extras: TextSlice
    /// Reactions as JSON; empty when none.
    var reactions: TextSlice
}

/// A message that needs no reading: its bytes are those that the archive knows.
struct KnownMessage: Sendable {
    var key: Int64
    /// Whether it is held for deleted.
    var isDeleted: Bool
    /// Whether the export has had no known message of its author before: what the author is called now is read from it.
    var isFirstOfAuthor: Bool
}

struct AuthorRecord: Sendable {
    var number: Int32
    var id: SourceID
    var name: String
    var nickname: String?
    var isBot: Bool
    var roles: [String]
}

/// What a reader met that a person should know.
public struct Problem: Equatable, Sendable {
    public var kind: Kind
    /// Bytes from the start of the file, where the trouble has a place.
    public var offset: Int?
    public var detail: String
    /// How many messages, or whole files where nothing could be read, are missing for it.
    public var lost: Int

    public init(_ kind: Kind, at offset: Int? = nil, _ detail: String, lost: Int = 0) {
        self.kind = kind
        self.offset = offset
        self.detail = detail
        self.lost = lost
    }

    public enum Kind: String, Sendable, CaseIterable {
        /// The file is no export, or cannot be opened.
        case unreadable
        /// The file ends in the middle.
        case truncated
        /// One message could not be read.
        case damaged
        /// Something was put right, and everything kept.
        case repaired
        /// Two messages of one file have the same id.
        case duplicate
        /// A newer export lacks so many messages that no deletion was inferred.
        case vanished
        /// The file changed while it was read.
        case changing
        /// A zip file, folder or link that was refused.
        case refused
    }
}
