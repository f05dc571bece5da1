import Store

// Deletions are never exported; a message is held for deleted when a newer export covers it and does not have it.
//
//   covers(E, m)   the id of m lies between the smallest and the largest id of E
//   has(E, m)      covers(E, m), and no absence (E, m) is recorded
//
// The exports of a channel are gone through from the oldest to the newest, with the set of messages held for deleted:
//
//   1. what E has is no longer held
//   2. vanishing = the m with an absence (E, m), asked for by E's date range, that an older export has and that are not held
//   3. expected  = the m in E's span, asked for, that an older export has and that are not held
//   4. E is believed if it lost nothing in reading, and vanishing is at most 10, or at most 20 % of expected, or the user
//      vouches for it; then vanishing is held, by E
//
// So the result follows from the set of exports, not from the order in which they were read. The newest export, which is
// what a night brings, is judged alone; an older one that arrives late has all of its channel gone through again.
extension Archive {
    private static let suspiciousCount = 10
    private static let suspiciousPercent = 20

    /// Records what the export being read does not have, and decides what was deleted.
    /// - Parameter absent: what the reader missed in the export, where it can tell.
    func inferDeletions(_ export: inout ExportInProgress, absent: [Int64]?) throws {
        guard export.hadMessages, let span = export.span else { return }
        let absent = try absent ?? missing(in: export, within: span)
        for key in absent { try addAbsence(of: key, from: export.key) }
        guard export.isNewest else { return try judgeAll(export.channel, &export.tally) }
        if absent.isEmpty, export.reappeared.isEmpty { return }
        for key in export.reappeared {
            try database.execute("UPDATE message SET deletedBy = NULL WHERE key = ?", key)
            try log(.restored, key...key)
        }
        export.tally.restored += export.reappeared.count
        let spans = try spans(of: export.channel)
        guard let own = spans.last else { return }
        switch try judge(own, spans, held: try heldMessages(in: export.channel)) {
        case .believed(let vanishing):
            for message in vanishing {
                try database.execute(
                    "UPDATE message SET deletedBy = ? WHERE key = ?", own.key.rawValue, message.key)
                try log(.deleted, message.key...message.key)
            }
            export.tally.deleted += vanishing.count
        case .suspicious(let vanishing, let expected):
            try report(
                Problem(
                    .vanished,
                    """
                    \(vanishing) of \(expected) messages of earlier exports are missing here, too many to be deletions; \
                    nothing was marked as deleted (--trust-deletions overrides)
                    """),
                in: &export)
        }
    }

    /// Goes through all exports of a channel anew.
    func judgeAll(_ channel: Int64, _ tally: inout IngestTally) throws {
        let spans = try spans(of: channel)
        let before = try heldMessages(in: channel)
        var held: [Int64: HeldMessage] = [:]
        for span in spans {
            for (key, message) in held where try has(span, key, message.id) { held[key] = nil }
            guard case .believed(let vanishing) = try judge(span, spans, held: held) else { continue }
            for message in vanishing { held[message.key] = HeldMessage(id: message.id, export: span.key.rawValue) }
        }
        for key in Set(before.keys).union(held.keys).sorted() where before[key]?.export != held[key]?.export {
            try database.execute("UPDATE message SET deletedBy = ? WHERE key = ?", held[key]?.export, key)
            if before[key] == nil {
                tally.deleted += 1
                try log(.deleted, key...key)
            } else if held[key] == nil {
                tally.restored += 1
                try log(.restored, key...key)
            }
        }
    }

    private struct HeldMessage {
        let id: SourceID
        /// Whose silence tells of the deletion.
        let export: Int64
    }

    private struct Candidate {
        let key: Int64
        let id: SourceID
        let time: Timestamp
    }

    private enum Verdict {
        case believed([Candidate])
        case suspicious(vanishing: Int, expected: Int)
    }

    private func heldMessages(in channel: Int64) throws -> [Int64: HeldMessage] {
        var held: [Int64: HeldMessage] = [:]
        try database.query(
            "SELECT key, id, deletedBy FROM message WHERE channel = ? AND deletedBy IS NOT NULL", channel
        ) { row throws(StoreError) in
            held[row.integer(0)] = HeldMessage(id: try row[1], export: row.integer(2))
        }
        return held
    }

    private func missing(in export: ExportInProgress, within span: ClosedRange<SourceID>) throws -> [Int64] {
        var missing: [Int64] = []
        try database.query(
            "SELECT key FROM message WHERE channel = ? AND id BETWEEN ? AND ? ORDER BY id", export.channel,
            span.lowerBound, span.upperBound
        ) { row throws(StoreError) in
            if !export.seen.contains(row.integer(0)) { missing.append(row.integer(0)) }
        }
        return missing
    }

    private func judge(_ span: ExportSpan, _ spans: [ExportSpan], held: [Int64: HeldMessage]) throws -> Verdict {
        guard span.infersDeletions else { return .believed([]) }
        let older = spans.filter { $0.isOlder(than: span) }
        let absent = try database.rows(
            """
            SELECT message.key, message.id, message.time FROM absence JOIN message ON message.key = absence.message
            WHERE absence.export = ? ORDER BY message.key
            """, span.key.rawValue
        ) { row throws(StoreError) in
            Candidate(key: row.integer(0), id: try row[1], time: try row[2])
        }
        let vanishing = try absent.filter { message in
            try held[message.key] == nil && span.asksFor(message.time)
                && older.contains { try has($0, message.key, message.id) }
        }
        guard vanishing.count > Self.suspiciousCount, !span.isTrusted else { return .believed(vanishing) }
        let enough = (vanishing.count * 100 + Self.suspiciousPercent - 1) / Self.suspiciousPercent
        let expected = try expectedCount(in: span, older: older, held: held, upTo: enough)
        return expected >= enough
            ? .believed(vanishing) : .suspicious(vanishing: vanishing.count, expected: expected)
    }

    private func has(_ span: ExportSpan, _ key: Int64, _ id: SourceID) throws -> Bool {
        guard span.covers(id) else { return false }
        return try database.value(
            "SELECT count(*) FROM absence WHERE export = ? AND message = ?", span.key.rawValue, key, as: Int64.self)
            == 0
    }

    /// How many messages the older exports lead to expect in this one, if it is less than `enough`.
    private func expectedCount(
        in span: ExportSpan, older: [ExportSpan], held: [Int64: HeldMessage], upTo enough: Int
    ) throws -> Int {
        var count = 0
        var current: Candidate?
        var absent: Set<Int64> = []
        func settle() {
            guard let message = current, span.asksFor(message.time), held[message.key] == nil else { return }
            if older.contains(where: { $0.covers(message.id) && !absent.contains($0.key.rawValue) }) { count += 1 }
        }
        // A row a message and absence; rows of one message follow one another.
        try database.scan(
            """
            SELECT message.key, message.id, message.time, absence.export
            FROM message LEFT JOIN absence ON absence.message = message.key
            WHERE message.channel = (SELECT channel FROM export WHERE key = ?) AND message.id BETWEEN ? AND ?
            ORDER BY message.id
            """, span.key.rawValue, span.first, span.last
        ) { row throws(StoreError) in
            if row.integer(0) != current?.key {
                settle()
                absent.removeAll(keepingCapacity: true)
                current = Candidate(key: row.integer(0), id: try row[1], time: try row[2])
            }
            if !row.isNull(3) { absent.insert(row.integer(3)) }
            return count < enough
        }
        settle()
        return count
    }
}

extension Archive {
    /// Lets the user vouch for an export that was read before without being believed. Nil where that changes nothing.
    func trust(_ export: OpenedExport) throws -> IngestTally? {
        try openGroup()
        let changed = try database.execute(
            "UPDATE export SET isTrusted = 1 WHERE hash = ? AND isTrusted = 0", export.hash.bytes)
        guard changed > 0 else { return nil }
        try database.execute(
            "DELETE FROM problem WHERE path = ? AND kind = ?", export.location.name, Problem.Kind.vanished.rawValue)
        var tally = IngestTally()
        try judgeAll(try number("SELECT channel FROM export WHERE hash = ?", export.hash.bytes), &tally)
        return tally
    }
}
