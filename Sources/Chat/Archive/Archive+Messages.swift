import Glibc
import Store

extension Archive {
    /// Brings one message of the export into the archive: as new, as a change, or not at all when nothing changed.
    func write(_ record: MessageRecord, bytes: UnsafeRawBufferPointer, export: inout ExportInProgress)
        throws(StoreError)
    {
        let id = bytes.id(record.id)
        // Ids outside of what the channel has are new: an archive's first reading asks the index nothing.
        if let known = export.known, known.contains(id) {
            let find = export.statements.find
            find.reset()
            try find.bind(1, export.channel)
            try MessageStatements.bind(record.id, bytes: bytes, to: find, at: 2)
            if try find.step() {
                defer { find.reset() }
                return try meet(find.row, record, bytes, &export)
            }
        }
        try insert(record, id: id, bytes: bytes, export: &export)
    }

    /// Notes a message that stands in the export as the archive knows it.
    func note(_ message: KnownMessage, in export: inout ExportInProgress) {
        if export.seen.insert(message.key), message.isDeleted { export.reappeared.append(message.key) }
    }

    private func insert(
        _ record: MessageRecord, id: SourceID, bytes: UnsafeRawBufferPointer, export: inout ExportInProgress
    ) throws(StoreError) {
        let key = export.nextKey
        let insert = export.statements.insert
        insert.reset()
        try insert.bind(1, key)
        try insert.bind(2, export.channel)
        try MessageStatements.bind(record.id, bytes: bytes, to: insert, at: 3)
        try MessageStatements.bind(
            record, author: export.authors[Int(record.author)], bytes: bytes, to: insert, from: 4)
        _ = try insert.step()
        insert.reset()
        authorList.append(author: export.authors[Int(record.author)], time: record.time.rawValue, message: key)
        export.nextKey += 1
        _ = export.seen.insert(key)
        export.known = export.known.map { min($0.lowerBound, id)...max($0.upperBound, id) } ?? id...id
        export.tally.added += 1
        // An earlier export that covers the id would have made the message known if it had it.
        for span in export.earlier where span.covers(id) { try addAbsence(of: key, from: span.key) }
    }

    func addAbsence(of message: Int64, from export: ExportKey) throws(StoreError) {
        try database.execute("INSERT OR IGNORE INTO absence VALUES (?, ?)", export.rawValue, message)
    }

    /// Compares a known message with what the export says of it.
    private func meet(
        _ row: Row, _ record: MessageRecord, _ bytes: UnsafeRawBufferPointer, _ export: inout ExportInProgress
    ) throws(StoreError) {
        let key = row.integer(0)
        let isFirst = export.seen.insert(key)
        if !row.isNull(7), isFirst { export.reappeared.append(key) }
        let author = export.authors[Int(record.author)]
        if row.isSame(as: record, author: author, bytes) { return }
        let place = (author: row.integer(1), time: row.integer(2))
        let stored = MessageText(edited: try row[3], content: try row[8], extras: try row[9])
        let found = MessageText(
            edited: record.edited, content: bytes.text(record.content),
            extras: record.extras.count > 0 ? bytes.text(record.extras) : nil)
        let isNewest = try isNewest(export, for: key, id: bytes.id(record.id))
        if !isFirst {
            let isKept = isNewest && stored < found
            if isKept {
                try replace(key, at: place, by: record, bytes, export)
                if key < export.firstNewKey { try log(.edited, key...key) }
            }
            return try settleDuplicate(key, kept: isKept ? found : stored, other: isKept ? stored : found, &export)
        }
        if isNewest {
            try replace(key, at: place, by: record, bytes, export)
            if stored.isSameText(as: found) {
                export.tally.touched += 1
                try log(.touched, key...key)
            } else {
                export.tally.edited += 1
                try keepVersion(stored, of: key, seen: try lastSeen(key, id: bytes.id(record.id), export))
                try forgetVersion(found, of: key)
                try log(.edited, key...key)
            }
        } else if !stored.isSameText(as: found) {
            try keepVersion(found, of: key, seen: export.header.exportedAt)
        }
    }

    /// When the newest of the earlier exports that have the message was made.
    private func lastSeen(
        _ key: Int64, id: SourceID, _ export: ExportInProgress
    ) throws(StoreError) -> Timestamp {
        let absent = try absences(of: key)
        let owner = export.earlier.last { $0.covers(id) && !absent.contains($0.key.rawValue) }
        return owner?.exportedAt ?? export.header.exportedAt
    }

    /// Whether the export being read is newer than all others that have the message.
    private func isNewest(
        _ export: ExportInProgress, for key: Int64, id: SourceID
    ) throws(StoreError) -> Bool {
        if export.isNewest { return true }
        let absent = try absences(of: key)
        return export.earlier.allSatisfy { span in
            !span.covers(id) || absent.contains(span.key.rawValue) || export.isNewer(than: span)
        }
    }

    /// The exports that cover a message and do not have it.
    func absences(of message: Int64) throws(StoreError) -> [Int64] {
        try database.rows("SELECT export FROM absence WHERE message = ?", message) { row throws(StoreError) in
            row.integer(0)
        }
    }

    private func replace(
        _ key: Int64, at place: (author: Int64, time: Int64), by record: MessageRecord, _ bytes: UnsafeRawBufferPointer,
        _ export: ExportInProgress
    ) throws(StoreError) {
        let author = export.authors[Int(record.author)]
        let update = try database.statement(
            """
            UPDATE message SET author = ?2, time = ?3, edited = ?4, type = ?5, isPinned = ?6, reference = ?7,
                digest = ?8, content = ?9, extras = ?10, reactions = ?11 WHERE key = ?1
            """)
        try update.bind(1, key)
        try MessageStatements.bind(
            record, author: author, bytes: bytes, to: update, from: 2)
        try update.run()
        try relist(key, from: place, to: (author, record.time.rawValue))
    }

    /// Of two messages of one file with one id the one edited later stays, else the one whose text orders last, and the other
    /// is kept as a version: a rule that needs no order of files.
    private func settleDuplicate(
        _ key: Int64, kept: MessageText, other: MessageText, _ export: inout ExportInProgress
    ) throws(StoreError) {
        try forgetVersion(kept, of: key)
        guard !kept.isSameText(as: other), try keepVersion(other, of: key, seen: export.header.exportedAt) else {
            return
        }
        try report(
            Problem(.duplicate, "an id stands twice with different texts; the one edited later counts, both are kept"),
            in: &export)
    }

    /// Keeps a text of the past; false if it was known. What stood beside the text is kept as the newest export has it.
    @discardableResult
    private func keepVersion(
        _ text: MessageText, of key: Int64, seen: Timestamp
    ) throws(StoreError) -> Bool {
        let known = try database.value(
            "SELECT count(*) FROM version WHERE message = ? AND edited IS ? AND content = ?", key, text.edited,
            text.content, as: Int.self)
        guard known == 0 else {
            try database.execute(
                """
                UPDATE version SET extras = ?4, seen = ?5
                WHERE message = ?1 AND edited IS ?2 AND content = ?3 AND (seen, ifnull(extras, '')) < (?5, ifnull(?4, ''))
                """, key, text.edited, text.content, text.extras, seen)
            return false
        }
        try database.execute(
            "INSERT INTO version (message, edited, content, extras, seen) VALUES (?, ?, ?, ?, ?)", key, text.edited,
            text.content, text.extras, seen)
        return true
    }

    private func forgetVersion(_ text: MessageText, of key: Int64) throws(StoreError) {
        try database.execute(
            "DELETE FROM version WHERE message = ? AND edited IS ? AND content = ?", key, text.edited, text.content)
    }
}

/// What a message said at some time.
private struct MessageText: Comparable {
    let edited: Timestamp?
    let content: String
    let extras: String?

    /// Whether only what stands beside the text differs, which changes without an edit: a link's preview appears later.
    func isSameText(as other: MessageText) -> Bool {
        edited == other.edited && content == other.content
    }

    static func < (left: MessageText, right: MessageText) -> Bool {
        let leftTime = left.edited?.rawValue ?? .min
        let rightTime = right.edited?.rawValue ?? .min
        return (leftTime, left.content, left.extras ?? "") < (rightTime, right.content, right.extras ?? "")
    }
}

extension Row {
    /// Whether a row of `MessageStatements.find` says the same as a record.
    fileprivate func isSame(as record: MessageRecord, author: Int64, _ bytes: UnsafeRawBufferPointer) -> Bool {
        integer(1) == author && integer(2) == record.time.rawValue
            && (isNull(3) ? record.edited == nil : integer(3) == record.edited?.rawValue)
            && integer(4) == record.type.rawValue && (integer(5) != 0) == record.isPinned
            && isSame(6, record.reference, bytes) && isSame(8, bytes[record.content])
            && isSame(9, bytes[record.extras]) && isSame(10, bytes[record.reactions])
    }

    private func isSame(_ column: Int, _ id: RecordID?, _ bytes: UnsafeRawBufferPointer) -> Bool {
        switch id {
        case .number(let number): !isNull(column) && integer(column) == number
        case .text(let slice): isSame(column, bytes[slice])
        case nil: isNull(column)
        }
    }

    private func isSame(_ column: Int, _ other: UnsafeRawBufferPointer) -> Bool {
        withBytes(column) { known in
            guard known.count == other.count else { return false }
            guard let left = known.baseAddress, let right = other.baseAddress else { return true }
            return memcmp(left, right, known.count) == 0
        }
    }
}
