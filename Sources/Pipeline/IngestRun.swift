import CMalloc
import Chat
import JSONStream
import Store

/// One run of `Ingest`: first what there is to read is found out, then it is read, oldest export first, so that each has
/// only to be compared with what it replaces.
struct IngestRun {
    let archive: Archive
    let report: @Sendable (RunEvent) -> Void
    let options: Ingest
    private(set) var outcome = Ingest.Outcome()
    private let readers = ReadAhead()
    private var waiting: [WaitingExport] = []
    private static let filesAtOnce = 512
    private var progress = RunProgress(done: 0, total: 0, count: 0)
    /// How many messages had been written when freed memory was given back last.
    private var tidiedAt = 0
    private static let messagesBetweenTidying = 10_000
    /// Zip files with what is wrong in them; they count as read when all their entries are.
    private var zips: [(file: FoundFile, problems: [Problem])] = []

    init(archive: Archive, report: @escaping @Sendable (RunEvent) -> Void, options: Ingest) {
        self.archive = archive
        self.report = report
        self.options = options
    }

    /// Finds the exports that are new or changed.
    mutating func survey(_ files: FoundFiles) async throws {
        try await archive.forgetRetriedProblems()
        let changed = try await changed(among: files)
        for start in stride(from: 0, to: changed.count, by: Self.filesAtOnce) {
            guard !Task.isCancelled else { return }
            let files = changed[start..<min(start + Self.filesAtOnce, changed.count)]
            for file in await readers.survey(files) { try await take(file) }
        }
        waiting.sort { $0.precedes($1) }
    }

    private mutating func changed(among found: FoundFiles) async throws -> [FoundFile] {
        outcome.ignored = found.ignored
        for problem in found.problems { try await keep(problem.problem, path: problem.path) }
        let changed = try await archive.changed(among: found, isTrusted: options.trustsDeletions)
        outcome.unchangedFiles = found.count - changed.count
        return changed
    }

    /// Reads what was found, and writes it.
    mutating func readAll() async throws {
        progress.total = waiting.reduce(0) { $0 + $1.location.size }
        if let salt = try await archive.salt(
            or: (waiting.first(where: \.location.isSmall) ?? waiting.first)?.location.hash)
        {
            report(.progressed(progress))
            var state = ArchiveState(path: archive.path, salt: salt)
            let exports = waiting
            waiting = []
            var mayStop = true
            try await readers.read(exports, beside: state) { portion in
                guard !(Task.isCancelled && mayStop) else { return nil }
                let written = try await write(portion)
                state.pending = written.pending
                mayStop = !written.isToBeEnded
                return state
            }
        }
        if Task.isCancelled {
            outcome.wasStopped = true
        } else {
            for zip in zips { try await archive.settle(zip.file, problems: zip.problems) }
        }
        try await archive.finishReading()
    }

    private mutating func write(_ portion: ReadPortion) async throws -> WrittenPortion {
        let written = try await archive.write(portion, isTrusted: options.trustsDeletions)
        for answer in written.answers {
            try await take(answer)
            progress.done += answer.location.size
        }
        progress.count = outcome.tally.messages
        var now = progress
        now.done += written.bytesInside
        now.count += written.messagesInside
        report(.progressed(now))
        tidy(now.count)
        return written
    }

    /// Gives back what was freed between the pages that the database keeps: left alone, the gaps grow with the length of a run.
    private mutating func tidy(_ messages: Int) {
        guard messages - tidiedAt >= Self.messagesBetweenTidying else { return }
        tidiedAt = messages
        malloc_trim(0)
    }

    /// Puts a file's exports on the list, if they are wanted, and keeps what is wrong with it.
    private mutating func take(_ surveyed: SurveyedFile) async throws {
        let path = surveyed.file.path
        if let failure = surveyed.failure {
            return try await keep(Problem(.unreadable, failure.description, lost: 1), path: path)
        }
        var isWhole = true
        for (location, header) in surveyed.exports {
            if options.channels.includes(header), options.asOf.map({ header.exportedAt <= $0 }) ?? true {
                waiting.append(WaitingExport(location, header))
            } else {
                outcome.leftOut += 1
                isWhole = false
            }
        }
        for problem in surveyed.problems { count(problem, path: path) }
        if surveyed.isZip {
            // What is left out of a zip file today may be wanted tomorrow.
            if isWhole { zips.append((surveyed.file, surveyed.problems)) }
        } else if surveyed.exports.isEmpty {
            try await archive.settle(surveyed.file, problems: surveyed.problems)
        }
    }

    private mutating func take(_ answer: ReadExport) async throws {
        switch answer.outcome {
        case .known: outcome.duplicates += 1
        case .failed(let error):
            // It was an export when the run began.
            let kind: Problem.Kind = if case .source = error.kind { .unreadable } else { .changing }
            try await keep(Problem(kind, at: error.offset, error.description, lost: 1), path: answer.location.name)
            reopen(answer.location)
        case .read(let tally, let problems):
            for problem in problems {
                report(.problem(FileProblem(path: answer.location.name, problem: problem)))
            }
            outcome.tally += tally
            outcome.exports += 1
        }
    }

    /// Leaves a zip file open for the next run, because an entry could not be read.
    private mutating func reopen(_ location: ExportLocation) {
        zips.removeAll { $0.file.path == location.zip }
    }

    /// Reports a problem with something that the next run tries again, and keeps it until then.
    private mutating func keep(_ problem: Problem, path: String) async throws {
        count(problem, path: path)
        try await archive.note(problem, path: path)
    }

    private mutating func count(_ problem: Problem, path: String) {
        outcome.tally.problems += 1
        outcome.tally.lost += problem.lost
        report(.problem(FileProblem(path: path, problem: problem)))
    }
}
