public import Store

/// What happened to messages, in the order in which it became known.
///
/// Keys of new messages follow one another, so what a whole file adds is one row.
public struct Change: Equatable, Sendable {
    public let number: Int64
    public let kind: Kind
    public let first: MessageKey
    public let last: MessageKey

    public enum Kind: Int64, Sendable {
        case added = 1
        case edited = 2
        /// Reactions, pins, embeds: anything but the text.
        case touched = 3
        case deleted = 4
        case restored = 5
    }
}

extension Connection {
    /// The changes after a mark, oldest first, at most `limit`.
    public mutating func changes(after mark: Int64, limit: Int) throws(StoreError) -> [Change] {
        try rows(
            "SELECT number, kind, first, last FROM change WHERE number > ? ORDER BY number LIMIT ?", [mark, limit]
        ) { row throws(StoreError) in
            guard let kind = Change.Kind(rawValue: row.integer(1)) else {
                throw StoreError(unexpected: "a kind of change", found: String(row.integer(1)))
            }
            return Change(
                number: row.integer(0), kind: kind, first: MessageKey(rawValue: row.integer(2)),
                last: MessageKey(rawValue: row.integer(3)))
        }
    }

    /// Up to which change a stage has done its work; 0 before its first run.
    public mutating func mark(of stage: String) throws(StoreError) -> Int64 {
        try value("SELECT mark FROM stage WHERE name = ?", stage) ?? 0
    }

    /// Notes up to where a stage has come, in the transaction of its work.
    public mutating func setMark(of stage: String, to mark: Int64) throws(StoreError) {
        try execute(
            "INSERT INTO stage VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET mark = ?2 WHERE mark <> ?2", stage, mark
        )
    }
}

extension Archive {
    /// The changes after a mark, oldest first, at most `limit`.
    public func changes(after mark: Int64, limit: Int = 10_000) throws -> [Change] {
        try database.changes(after: mark, limit: limit)
    }

    /// The number of the last change; 0 in an empty archive.
    public func lastChange() throws -> Int64 {
        try number("SELECT max(number) FROM change")
    }

    /// Up to which change a stage has done its work; 0 before its first run.
    public func mark(of stage: String) throws -> Int64 {
        try database.mark(of: stage)
    }

    public func setMark(of stage: String, to mark: Int64) throws {
        try database.setMark(of: stage, to: mark)
    }

    func log(_ kind: Change.Kind, _ keys: ClosedRange<Int64>) throws(StoreError) {
        try database.execute(
            "INSERT INTO change (kind, first, last) VALUES (?, ?, ?)", kind.rawValue, keys.lowerBound, keys.upperBound)
    }
}
