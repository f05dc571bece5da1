import Store

/// Exports that are committed together.
///
/// A commit writes every page it has touched, some fifteen for the smallest export, so that a forum of ten thousand threads
/// would write its archive many times over. Grouped, small exports share their pages. A large export stands alone.
struct ExportGroup {
    private static let mostMessages = 20_000
    private static let mostChannels = 1000

    /// Channels that the group has written to. A reader's connection sees only what is committed, and so not these.
    private(set) var channels: Set<SourceID> = []
    private var messages = 0
    /// Whether the export that is being read can be undone alone.
    var hasSavepoint = false

    var isFull: Bool {
        messages >= Self.mostMessages || channels.count >= Self.mostChannels
    }

    mutating func add(_ channel: SourceID, messages count: Int) {
        channels.insert(channel)
        messages += count
    }
}

extension Archive {
    /// Opens the group's transaction where none is open.
    func openGroup() throws(StoreError) {
        guard group == nil else { return }
        try database.begin()
        group = ExportGroup()
    }

    /// Commits what has been read.
    public func commit() throws {
        guard group != nil else { return }
        try database.commit()
        group = nil
    }

    /// Makes an export's writes a part that can be undone alone: a savepoint of the group, or, where a file is large, a
    /// transaction of its own. A savepoint keeps a copy in memory of each page it changes, which for a large file in a large
    /// archive are tens of megabytes.
    func beginExport(_ export: OpenedExport) throws {
        if export.isStreamed { try commit() }
        try openGroup()
        group?.hasSavepoint = !export.isStreamed
        if !export.isStreamed { try database.execute("SAVEPOINT export") }
    }

    func endExport(_ channel: SourceID, messages: Int) throws {
        if group?.hasSavepoint ?? false { try database.execute("RELEASE export") }
        group?.add(channel, messages: messages)
        if group?.isFull ?? false { try commit() }
    }

    func undoExport() throws {
        if group?.hasSavepoint ?? false {
            try database.execute("ROLLBACK TO export")
            try database.execute("RELEASE export")
        } else {
            database.rollBack()
            group = nil
        }
    }
}
