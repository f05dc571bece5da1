import Store

/// What an export covers: the ids from its smallest to its largest, as they were when it was made.
struct ExportSpan {
    let key: ExportKey
    let exportedAt: Timestamp
    let hash: ContentHash
    let first: SourceID
    let last: SourceID
    let after: Timestamp?
    let before: Timestamp?
    /// Whether its silence means anything: false where messages of it were lost.
    let infersDeletions: Bool
    /// Whether the user vouches for it (`--trust-deletions`).
    let isTrusted: Bool

    func covers(_ id: SourceID) -> Bool {
        first <= id && id <= last
    }

    /// Whether a message of that time lies in the range that was asked for.
    func asksFor(_ time: Timestamp) -> Bool {
        after.map { $0 <= time } ?? true && before.map { time <= $0 } ?? true
    }

    /// Newer exports win; of two made at the same moment the one with the larger hash, so that the order of files never
    /// matters.
    func isOlder(than other: ExportSpan) -> Bool {
        (exportedAt, hash) < (other.exportedAt, other.hash)
    }
}
