import Chat
import JSONStream
import Pipeline

/// What a run has done, for people and programs.
struct OutcomeText {
    let outcome: Run.Outcome
    let folder: StateFolder
    /// Whether the stages behind ingest were wanted.
    let isWhole: Bool

    init(_ outcome: Run.Outcome, folder: StateFolder, isWhole: Bool) {
        self.outcome = outcome
        self.folder = folder
        self.isWhole = isWhole
    }

    var lines: [String] {
        let ingest = outcome.ingest
        let tally = ingest.tally
        var lines = [
            "\(ingest.exports.counted("export")) read"
                + part(ingest.unchangedFiles, "unchanged") + part(ingest.duplicates, "known under another name")
                + part(ingest.leftOut, "left out") + part(ingest.ignored, "of other kinds passed over"),
            "\(tally.messages.counted("message")): \(tally.added.grouped) new, \(tally.edited.grouped) edited, "
                + "\(tally.deleted.grouped) deleted" + part(tally.restored, "restored")
                + part(tally.touched, "with other reactions, pins or previews"),
        ]
        if tally.problems > 0 {
            lines.append(
                tally.problems.counted("problem")
                    + (tally.lost > 0 ? ", \(tally.lost.grouped) messages or files lost" : ""))
        }
        if isWhole {
            let passages = outcome.passages
            lines.append("\(outcome.conversations.described.counted("conversation")) new or changed")
            lines.append(
                "\(passages.indexed.counted("passage")) indexed" + part(passages.encoded, "encoded")
                    + part(passages.removed, "removed"))
        }
        lines.append("archive: \(folder.path.safeForTerminal)")
        return lines
    }

    private func part(_ count: Int, _ what: String) -> String {
        count > 0 ? ", \(count.grouped) \(what)" : ""
    }

    var json: String {
        var writer = JSONWriter()
        let ingest = outcome.ingest
        let tally = ingest.tally
        writer.object { writer in
            writer.member("output", folder.path)
            writer.member("exports", ingest.exports)
            writer.member("unchangedFiles", ingest.unchangedFiles)
            writer.member("duplicates", ingest.duplicates)
            writer.member("leftOut", ingest.leftOut)
            writer.member("messages", tally.messages)
            writer.member("added", tally.added)
            writer.member("edited", tally.edited)
            writer.member("touched", tally.touched)
            writer.member("deleted", tally.deleted)
            writer.member("restored", tally.restored)
            writer.member("problems", tally.problems)
            writer.member("lost", tally.lost)
            if isWhole {
                writer.member("linked", outcome.conversations.linked)
                writer.member("conversations", outcome.conversations.described)
                writer.member("passages", outcome.passages.indexed)
                writer.member("encoded", outcome.passages.encoded)
                writer.member("removed", outcome.passages.removed)
            }
            writer.member("stopped", outcome.wasStopped)
        }
        return writer.text
    }
}
