import Store

/// Exports that are committed together.
///
/// A commit writes every page it has touched, some fifteen for the smallest export, so that a forum of ten thousand threads
/// would write its archive many times over. Grouped, small exports share their pages. A large export stands alone.
struct ExportGroup {
    private static let mostMessages = 20_000
    private static let mostChannels = 1000
    /// Bytes of a file from which on it stands alone.
    static let largeExport = 8 << 20

    /// Channels that the group has written to. A reader's connection sees only what is committed, and so not these.
    private(set) var channels: Set<SourceID> = []
    private var messages = 0

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

    /// Makes an export's writes a part of the group that can be undone alone.
    func beginExport(_ export: OpenedExport) throws {
        let isLarge = export.location.size > ExportGroup.largeExport
        // What is read batch by batch is compared with what is committed.
        let isStreamed = export.batches.isEmpty
        if let group, isLarge || isStreamed && group.channels.contains(export.channel) { try commit() }
        try openGroup()
        try database.execute("SAVEPOINT export")
    }

    func endExport(_ channel: SourceID, messages: Int) throws {
        try database.execute("RELEASE export")
        group?.add(channel, messages: messages)
        if group?.isFull ?? false { try commit() }
    }

    func undoExport() throws {
        try database.execute("ROLLBACK TO export")
        try database.execute("RELEASE export")
    }
}
