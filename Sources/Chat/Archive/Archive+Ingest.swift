import Store

extension Archive {
    /// Begins an export's writes, which `finish` ends.
    func begin(_ export: OpenedExport, isTrusted: Bool) throws {
        let header = export.header
        try beginExport(export.location)
        let guild = try guildKey(header)
        let channel = try channelKey(header, guild: guild)
        let nextKey = try number("SELECT max(key) FROM message") + 1
        let known = try knownRange(of: channel)
        reading = ExportInProgress(
            key: ExportKey(rawValue: try number("SELECT max(key) FROM export") + 1), header: header,
            hash: export.hash, location: export.location, isTrusted: isTrusted, guild: guild, channel: channel,
            earlier: try spans(of: channel),
            statements: try MessageStatements(&database), known: known, hadMessages: known != nil,
            firstNewKey: nextKey, nextKey: nextKey)
        try forgetProblems(of: export.location.name)
    }

    /// Writes a batch of the export's messages.
    func write(_ batch: MessageBatch) throws {
        guard var export = reading else { preconditionFailure("write without begin") }
        // The archive's copy would make every change of the export's sets copy them.
        reading = nil
        defer { reading = export }
        try addAuthors(batch.authors, to: &export)
        for problem in batch.problems { try report(problem, in: &export) }
        if let span = batch.span { export.extend(over: span) }
        for message in batch.known { note(message, in: &export) }
        try batch.bytes.withUnsafeBytes { bytes in
            for record in batch.messages { try write(record, bytes: bytes, export: &export) }
        }
        if authorList.isFull { try listAuthors() }
        export.tally.messages += batch.count
        export.position = batch.position
    }

    /// Ends the export: infers deletions, marks the document and its file as read.
    func finish(_ summary: ReadingSummary) throws -> ReadExport {
        guard var export = reading else { preconditionFailure("finish without begin") }
        if let stated = summary.statedCount, !summary.isCut, summary.lost == 0, stated != export.tally.messages {
            try report(
                Problem(
                    .damaged,
                    "the export says it has \(stated) messages, and has \(export.tally.messages); no deletion is inferred"
                ),
                in: &export)
        }
        let isWhole =
            summary.lost == 0 && !summary.isToBeReadAgain
            && summary.statedCount.map { $0 == export.tally.messages } ?? true
        if export.nextKey > export.firstNewKey { try log(.added, export.firstNewKey...export.nextKey - 1) }
        // What was not read as it lies on the disk is not known by its hash: the next run reads it again.
        let hash = summary.isToBeReadAgain ? ContentHash(of: export.hash.bytes + [0]) : export.hash
        if summary.isToBeReadAgain { try forgetExport(hash) }
        try database.execute(
            "INSERT INTO export VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", export.key.rawValue, hash.bytes,
            export.channel, export.header.exportedAt, export.header.after, export.header.before,
            export.span?.lowerBound, export.span?.upperBound, isWhole, export.isTrusted)
        try inferDeletions(&export, absent: summary.absent)
        try reportUntold(&export)
        if !summary.isToBeReadAgain { try settle(export.location) }
        reading = nil
        try endExport(export)
        return ReadExport(location: export.location, outcome: .read(export.tally, export.problems))
    }

    /// Forgets that a document was read, as when it is read again.
    private func forgetExport(_ hash: ContentHash) throws(StoreError) {
        let key = try number("SELECT key FROM export WHERE hash = ?", hash.bytes)
        try database.execute("DELETE FROM absence WHERE export = ?", key)
        try database.execute("DELETE FROM export WHERE key = ?", key)
    }

    /// Keeps a problem, and counts it. Of a file that is all problems only the first are kept one by one.
    func report(_ problem: Problem, in export: inout ExportInProgress) throws(StoreError) {
        export.tally.problems += 1
        export.tally.lost += problem.lost
        if export.problems.count < ExportInProgress.mostProblems {
            export.problems.append(problem)
            try keep(problem, path: export.location.name)
        } else {
            export.untold.count += 1
            export.untold.lost += problem.lost
        }
    }

    /// Tells of the problems that were only counted.
    private func reportUntold(_ export: inout ExportInProgress) throws(StoreError) {
        guard export.untold.count > 0 else { return }
        let problem = Problem(
            .damaged, "and \(export.untold.count) more problems in this file", lost: export.untold.lost)
        export.problems.append(problem)
        try keep(problem, path: export.location.name)
    }

    /// The one number that a query gives; 0 where it gives null.
    func number(_ sql: SQL, _ values: any ColumnValue...) throws(StoreError) -> Int64 {
        try database.rows(sql, values) { row throws(StoreError) in row.integer(0) }.first ?? 0
    }

    private func knownRange(of channel: Int64) throws -> ClosedRange<SourceID>? {
        let ends = try database.rows(
            """
            SELECT (SELECT id FROM message WHERE channel = ?1 ORDER BY id LIMIT 1),
                   (SELECT id FROM message WHERE channel = ?1 ORDER BY id DESC LIMIT 1)
            """, channel
        ) { row throws(StoreError) -> ClosedRange<SourceID>? in
            row.isNull(0) ? nil : try ClosedRange(uncheckedBounds: (row[0], row[1]))
        }
        return ends.first.flatMap { $0 }
    }

    func spans(of channel: Int64) throws -> [ExportSpan] {
        let spans = try database.rows(
            """
            SELECT key, exportedAt, hash, first, last, after, before, infersDeletions, isTrusted FROM export
            WHERE channel = ? AND first IS NOT NULL
            """, channel
        ) { row throws(StoreError) in
            ExportSpan(
                key: ExportKey(rawValue: row.integer(0)), exportedAt: try row[1], hash: ContentHash(stored: try row[2]),
                first: try row[3], last: try row[4], after: try row[5], before: try row[6],
                infersDeletions: try row[7], isTrusted: try row[8])
        }
        return spans.sorted { $0.isOlder(than: $1) }
    }
}
