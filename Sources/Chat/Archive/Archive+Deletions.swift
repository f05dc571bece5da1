import Store

// Deletions are never exported; a message is held for deleted when a newer export covers it and does not have it.
//
//   covers(E, m)    the id of m lies between the smallest and the largest id of E
//   has(E, m)       covers(E, m), and no absence (E, m) is recorded
//   last(m)         the newest export that has m
//   vanishing(E)    the m with an absence (E, m), asked for by E's date range, last(m) older than E, and not held for deleted
//                   by an export older than E
//   believed(E)     E lost nothing in reading, and vanishing(E) is at most 10, or at most 20 % of the messages in E's span
//                   that an older export has and that are not held for deleted; or the user vouches for E
//   m is deleted  by the oldest E with believed(E) and m in vanishing(E)
//
// All of this follows from the set of exports, not from the order in which they were read. In the usual order (the newest is
// read last, and nothing deleted reappears) only the newest export has to be judged; else all of the channel, oldest first.
extension Archive {
    private static let suspiciousCount = 10
    private static let suspiciousPercent = 20

    /// Records what the export being read does not have, and decides what was deleted.
    func inferDeletions(_ export: inout ExportInProgress) throws {
        guard let first = export.smallest, let last = export.largest else { return }
        if export.hadMessages {
            try recordAbsences(&export, from: first, through: last)
        } else {
            return
        }
        let spans = try spans(of: export.channel)
        if export.isNewest, !export.revives {
            guard let own = spans.last else { return }
            let deleted = try judge(own, spans, &export)
            export.tally.deleted += deleted.count
            for key in deleted { try log(.deleted, key...key) }
        } else {
            try judgeAll(spans, &export)
        }
    }

    private func recordAbsences(
        _ export: inout ExportInProgress, from first: SourceID, through last: SourceID
    ) throws {
        let seen = export.seen
        let absent = try database.rows(
            "SELECT key FROM message WHERE channel = ? AND id BETWEEN ? AND ? ORDER BY id", export.channel, first, last
        ) { row throws(StoreError) -> Int64? in
            let key = row.integer(0)
            return seen.contains(key) ? nil : key
        }
        for key in absent.compactMap({ $0 }) { try addAbsence(of: key, from: export.key) }
    }

    /// Judges every export of the channel anew, oldest first.
    private func judgeAll(_ spans: [ExportSpan], _ export: inout ExportInProgress) throws {
        let before = try deletedMessages(in: export.channel)
        try database.execute(
            "UPDATE message SET deletedBy = NULL WHERE channel = ? AND deletedBy IS NOT NULL", export.channel)
        for span in spans { _ = try judge(span, spans, &export) }
        let after = try deletedMessages(in: export.channel)
        for key in after.subtracting(before).sorted() {
            export.tally.deleted += 1
            try log(.deleted, key...key)
        }
        for key in before.subtracting(after).sorted() {
            export.tally.restored += 1
            try log(.restored, key...key)
        }
    }

    private func deletedMessages(in channel: Int64) throws -> Set<Int64> {
        Set(
            try database.rows(
                "SELECT key FROM message WHERE channel = ? AND deletedBy IS NOT NULL", channel
            ) { row throws(StoreError) in row.integer(0) })
    }

    /// Marks as deleted what vanishes in an export, if the export is believed, and returns the messages.
    private func judge(
        _ span: ExportSpan, _ spans: [ExportSpan], _ export: inout ExportInProgress
    ) throws -> [Int64] {
        guard span.infersDeletions else { return [] }
        let candidates = try database.rows(
            """
            SELECT message.key, message.id, message.time FROM absence JOIN message ON message.key = absence.message
            WHERE absence.export = ? AND message.deletedBy IS NULL ORDER BY message.key
            """, span.key.rawValue
        ) { row throws(StoreError) in
            Candidate(key: row.integer(0), id: try row[1], time: try row[2])
        }
        var vanishing: [Int64] = []
        for candidate in candidates where span.asksFor(candidate.time) {
            let owners = try owners(of: candidate.key, id: candidate.id, spans)
            if let newest = owners.last, newest.isOlder(than: span) { vanishing.append(candidate.key) }
        }
        if vanishing.count > Self.suspiciousCount, !span.isTrusted {
            let known = try expectedCount(in: span, spans, channel: export.channel)
            if vanishing.count * 100 > known * Self.suspiciousPercent {
                try warn(of: vanishing.count, of: known, span, &export)
                return []
            }
        }
        for key in vanishing {
            try database.execute("UPDATE message SET deletedBy = ? WHERE key = ?", span.key.rawValue, key)
        }
        return vanishing
    }

    private struct Candidate {
        let key: Int64
        let id: SourceID
        let time: Timestamp
    }

    /// The exports that have a message, oldest first.
    private func owners(of key: Int64, id: SourceID, _ spans: [ExportSpan]) throws -> [ExportSpan] {
        let absent = try absences(of: key)
        return spans.filter { $0.covers(id) && !absent.contains($0.key.rawValue) }
    }

    /// How many messages an older export leads to expect in this one.
    private func expectedCount(in span: ExportSpan, _ spans: [ExportSpan], channel: Int64) throws -> Int {
        let messages = try database.rows(
            """
            SELECT key, id, time FROM message
            WHERE channel = ? AND id BETWEEN ? AND ? AND deletedBy IS NULL ORDER BY id
            """, channel, span.first, span.last
        ) { row throws(StoreError) in
            Candidate(key: row.integer(0), id: try row[1], time: try row[2])
        }
        var count = 0
        for message in messages where span.asksFor(message.time) {
            if let oldest = try owners(of: message.key, id: message.id, spans).first, oldest.isOlder(than: span) {
                count += 1
            }
        }
        return count
    }

    private func warn(
        of vanishing: Int, of known: Int, _ span: ExportSpan, _ export: inout ExportInProgress
    ) throws {
        // An older export that is judged anew was reported when it was read.
        guard span.key == export.key else { return }
        try report(
            Problem(
                .vanished,
                """
                \(vanishing) of \(known) messages of earlier exports are missing here, too many to be deletions; \
                nothing was marked as deleted (--trust-deletions overrides)
                """),
            in: &export)
    }
}
