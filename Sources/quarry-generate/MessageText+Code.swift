extension MessageText {
    /// A sentence and a fence of one to four thousand characters around a log, a stack trace, a query or settings.
    func code(into page: inout DocumentBuffer, _ traces: inout Traces, _ random: inout Random) {
        sentences(1, into: &page, &traces, &random)
        let lines = random.skewed(8...60)
        switch random.below(4) {
        case 0: fence("", lines, into: &page, &random, line: logLine)
        case 1: fence("java", lines, into: &page, &random, line: traceLine)
        case 2: fence("sql", lines / 2, into: &page, &random, line: queryLine)
        default: fence("yaml", lines, into: &page, &random, line: settingLine)
        }
    }

    private func fence(
        _ language: StaticString, _ lines: Int, into page: inout DocumentBuffer, _ random: inout Random,
        line: (inout DocumentBuffer, inout Random) -> Void
    ) {
        page.put("\\n```")
        page.put(language)
        page.put("\\n")
        for _ in 0..<lines {
            line(&page, &random)
            page.put("\\n")
        }
        page.put("```")
    }

    private func logLine(into page: inout DocumentBuffer, _ random: inout Random) {
        page.put("2024-03-")
        page.put(random.within(10...29))
        page.put("T12:")
        page.put(random.within(10...59))
        page.put(":07.")
        page.put(random.within(100...999))
        page.put(random.chance(0.2) ? "Z WARN  [worker-" : "Z INFO  [worker-")
        page.put(random.below(64))
        page.put("]")
        noun(into: &page, &random)
        page.put(": took ")
        page.put(random.skewed(1...90_000))
        page.put(" ms, id=0x")
        page.put(random.within(100_000...99_999_999))
    }

    private func traceLine(into page: inout DocumentBuffer, _ random: inout Random) {
        page.put("    at com.harbour.storage.")
        page.put(random.pick(Self.classes))
        page.put("(Segment.java:")
        page.put(random.within(10...2400))
        page.put(") ~[harbour-core-2.")
        page.put(random.below(9))
        page.put(".jar]")
    }

    private func queryLine(into page: inout DocumentBuffer, _ random: inout Random) {
        page.put("SELECT count(*), \\\"total\\\" FROM orders_")
        page.put(random.below(1000))
        page.put(" WHERE path LIKE 'C:\\\\data\\\\%' AND id > ")
        page.put(random.within(1000...9_999_999))
        page.put(";")
    }

    private func settingLine(into page: inout DocumentBuffer, _ random: inout Random) {
        page.put("  ")
        page.put(random.pick(Self.settings))
        page.put(": ")
        page.put(random.skewed(0...65_536))
        if random.chance(0.2) { page.put("  # \\\"tuned\\\" on the second node") }
    }

    private static let classes = [
        "Segment.flush", "Journal.append", "Compactor.run", "PageCache.evict", "Replica.apply", "Planner.cost",
        "Snapshot$Reader.next", "VectorIndex.search", "Pool.lambda$borrow$3",
    ]
    private static let settings = [
        "max_connections", "shared_buffers_mb", "checkpoint_interval_s", "replicas", "ef_search", "wal_keep_segments",
        "compaction_threads", "statement_timeout_ms", "log_level",
    ]
}
