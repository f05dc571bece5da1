import Store

/// What the archive had of a channel before the export that is being read, for a reader on another thread.
///
/// A second connection walks the index in step with the export: ids that ascend, as they do, cost a step each and no search.
package final class KnownMessages {
    private var database: Connection
    private let rows: Statement
    private var channel: Int64?
    private var isWalking = false
    private var isOrdered = true
    /// Authors of known messages of the export.
    private var metAuthors = KeySet()
    private var current: SourceID?
    /// Whether the export has the current message.
    private var isMet = false
    /// Messages between the export's first and last that it does not have; nil when they were not all passed.
    private(set) var skipped: [Int64]?
    /// What was asked for last, and the answer: a message that a window cuts is asked for twice.
    private var last: (id: SourceID, digest: Int64, answer: KnownMessage?)?
    /// Whether ids ascend or descend; nil as long as both may be.
    private var ascends: Bool?

    init(archive path: String) throws(StoreError) {
        database = try Connection(path: path, mode: .readOnly)
        rows = try database.statement(
            "SELECT id, key, digest, deletedBy, author FROM message WHERE channel = ? AND id >= ? ORDER BY id")
    }

    /// Turns to a channel; false where the archive has nothing of it.
    func begin(_ id: SourceID) throws(StoreError) -> Bool {
        stop()
        metAuthors = KeySet()
        last = nil
        ascends = nil
        isOrdered = true
        skipped = []
        channel = try database.value(
            "SELECT key FROM channel WHERE source = ? AND id = ?", Source.discord.rawValue, id, as: Int64.self)
        return channel != nil
    }

    /// Whether a document with these bytes was read before, under whatever name.
    func hasRead(_ hash: ContentHash) throws(StoreError) -> Bool {
        try database.hasRead(hash)
    }

    /// The message with this id, if it was written with this digest.
    ///
    /// Where ids neither ascend nor descend strictly, one of them may stand twice: from there on every message is read.
    func match(_ id: SourceID, _ digest: Int64) -> KnownMessage? {
        if let last, last.id == id, last.digest == digest { return last.answer }
        let answer = isInOrder(id) ? find(id, digest) : nil
        last = (id, digest, answer)
        return answer
    }

    private func find(_ id: SourceID, _ digest: Int64) -> KnownMessage? {
        do throws(StoreError) {
            try walk(to: id)
        } catch {
            // The digest only saves work: without it the message is read and compared.
            stop()
            loseTrack()
            return nil
        }
        guard current == id, digest != MessageDigester.none, rows.row.integer(2) == digest else { return nil }
        return KnownMessage(
            key: rows.row.integer(1), isDeleted: !rows.row.isNull(3),
            isFirstOfAuthor: metAuthors.insert(rows.row.integer(4)))
    }

    /// Notes that the export has a message that was not asked for.
    func loseTrack() {
        skipped = nil
    }

    /// Lets go of the database's state, so that the log can be emptied.
    func stop() {
        rows.reset()
        isWalking = false
        current = nil
    }

    private func isInOrder(_ id: SourceID) -> Bool {
        guard isOrdered, let last else { return isOrdered }
        let isGreater = last.id < id
        isOrdered = last.id != id && (ascends ?? isGreater) == isGreater
        ascends = isGreater
        if !isOrdered || !isGreater { loseTrack() }
        return isOrdered
    }

    private func walk(to id: SourceID) throws(StoreError) {
        if !isWalking || ascends == false { try seek(id) }
        while let current, current < id {
            if !isMet { skipped?.append(rows.row.integer(1)) }
            try step()
        }
        isMet = current == id
    }

    private func seek(_ id: SourceID) throws(StoreError) {
        rows.reset()
        try rows.bind(1, channel)
        try id.bind(to: rows, at: 2)
        isWalking = true
        try step()
    }

    private func step() throws(StoreError) {
        isMet = false
        guard try rows.step() else {
            current = nil
            return
        }
        let id: SourceID = try rows.row[0]
        current = id
    }
}
