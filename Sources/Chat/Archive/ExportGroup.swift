import Store

/// Exports that are committed together.
///
/// A commit writes every page it has touched, some fifteen for the smallest export, so that a forum of ten thousand threads
/// would write its archive many times over, and the same people with each. Grouped, exports share their pages. A large export
/// stands alone, since it can be given up half-way.
struct ExportGroup {
    private static let mostMessages = 20_000
    private static let mostChannels = 1000

    /// Channels that the group has written to. A reader's connection sees only what is committed, and so not these.
    private(set) var channels: Set<SourceID> = []
    /// What the group's exports say about people.
    var people = PeopleOfGroup()
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

    func commit() throws {
        guard group != nil else { return }
        try writePeople()
        try database.commit()
        group = nil
    }

    /// Ends a run: gives up an export that was not read to its end, and commits the others.
    public func finishReading() throws {
        if let reading {
            authorList.forget(from: reading.firstNewKey)
            self.reading = nil
            database.rollBack()
            group = nil
        }
        try openGroup()
        try listAuthors()
        try commit()
    }

    /// Begins an export in the open group, a large one in a group of its own.
    func beginExport(_ location: ExportLocation) throws {
        if location.isLarge { try commit() }
        try openGroup()
    }

    func endExport(_ export: ExportInProgress) throws {
        group?.add(export.header.channel.id, messages: export.tally.messages)
        if group?.isFull ?? false || export.location.isLarge { try commit() }
    }
}
