public import JSONStream
import Store

/// What must be remembered while one export is read into the archive.
struct ExportInProgress {
    let key: ExportKey
    let header: ExportHeader
    let hash: ContentHash
    let location: ExportLocation
    let isTrusted: Bool
    let guild: Int64
    let channel: Int64
    /// The channel's earlier exports, oldest first.
    let earlier: [ExportSpan]
    let statements: MessageStatements
    /// The smallest and largest id that the channel has, new messages included; nil while it has none.
    var known: ClosedRange<SourceID>?
    let hadMessages: Bool
    /// Messages of this export.
    var seen = KeySet()
    /// The smallest and largest id of them.
    var span: ClosedRange<SourceID>?
    /// How far the reader has come in the file.
    var position = 0
    let firstNewKey: Int64
    var nextKey: Int64
    /// The archive's keys of the export's authors, by their numbers.
    var authors: [Int64] = []
    /// Messages that were held for deleted and stand in this export.
    var reappeared: [Int64] = []
    var tally = IngestTally()
    /// What a person should know of the file, up to `mostProblems`, and how much more there is.
    var problems: [Problem] = []
    var untold = (count: 0, lost: 0)

    static let mostProblems = 100

    /// Whether it is newer than all exports of its channel before it.
    var isNewest: Bool {
        earlier.last.map { isNewer(than: $0) } ?? true
    }

    func isNewer(than span: ExportSpan) -> Bool {
        (span.exportedAt, span.hash) < (header.exportedAt, hash)
    }

    mutating func extend(over part: ClosedRange<SourceID>) {
        span = span.map { min($0.lowerBound, part.lowerBound)...max($0.upperBound, part.upperBound) } ?? part
    }
}

/// What came of reading one export.
public struct ReadExport: Sendable {
    public let location: ExportLocation
    public let outcome: Outcome

    public enum Outcome: Sendable {
        case read(IngestTally, [Problem])
        /// A document with the same bytes was read before.
        case known
        /// It could not be opened.
        case failed(JSONError)
    }
}

/// What reading an export, or many, has changed.
public struct IngestTally: Sendable, Equatable {
    /// Messages read, known ones included.
    public var messages = 0
    public var added = 0
    public var edited = 0
    /// Reactions, pins and the like.
    public var touched = 0
    public var deleted = 0
    public var restored = 0
    public var lost = 0
    public var problems = 0

    public init() {}

    public static func += (total: inout IngestTally, part: IngestTally) {
        total.messages += part.messages
        total.added += part.added
        total.edited += part.edited
        total.touched += part.touched
        total.deleted += part.deleted
        total.restored += part.restored
        total.lost += part.lost
        total.problems += part.problems
    }
}
