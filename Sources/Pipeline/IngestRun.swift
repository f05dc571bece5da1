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
    private let reader = ExportReader()
    private var waiting: [WaitingExport] = []
    private static let filesAtOnce = 256
    private static let bytesAtOnce = 4 << 20
    /// Zip files with what is wrong in them; they count as read when all their entries are.
    private var zips: [(file: FoundFile, problems: [Problem])] = []

    init(archive: Archive, report: @escaping @Sendable (RunEvent) -> Void, options: Ingest) {
        self.archive = archive
        self.report = report
        self.options = options
    }

    /// Finds the exports that are new or changed.
    mutating func survey() async throws {
        try await archive.forgetRetriedProblems()
        let found = await reader.find(in: options.inputs)
        outcome.ignored = found.ignored
        for problem in found.problems { try await keep(problem.problem, path: problem.path) }
        let changed = try await archive.changed(among: found.files, isTrusted: options.trustsDeletions)
        outcome.unchangedFiles = found.files.count - changed.count
        for start in stride(from: 0, to: changed.count, by: Self.filesAtOnce) {
            guard !Task.isCancelled else { return }
            let files = changed[start..<min(start + Self.filesAtOnce, changed.count)]
            for file in await reader.survey(Array(files)) { try await take(file) }
        }
        waiting.sort { ($0.exportedAt, $0.location.name) < ($1.exportedAt, $1.location.name) }
    }

    /// Reads what was found. While some exports are written, the next are opened, and small ones read, on another thread.
    mutating func readAll() async throws {
        var progress = RunProgress(done: 0, total: waiting.reduce(0) { $0 + $1.location.size }, messages: 0)
        let opener = ExportOpener()
        var next = 0
        var state = try await archive.state()
        var opened = await opener.open(portion(from: &next), beside: state)
        while !opened.isEmpty, !Task.isCancelled {
            report(.progressed(progress))
            let exports = try await sort(opened, &progress)
            let salt = state.salt ?? exports.first?.hash
            state = try await archive.state()
            state.salt = salt
            state.pending.formUnion(exports.map(\.channel))
            let following = (portion(from: &next), state)
            async let upcoming = opener.open(following.0, beside: following.1)
            if let salt { try await read(exports, salt: salt, &progress) }
            opened = await upcoming
        }
        if Task.isCancelled {
            outcome.wasStopped = true
        } else {
            report(.progressed(progress))
            for zip in zips { try await archive.settle(zip.file, problems: zip.problems) }
        }
        try await archive.commit()
    }

    /// The next exports on the list: a large one, or as many as come to some megabytes.
    private func portion(from next: inout Int) -> [WaitingExport] {
        let first = next
        var size = 0
        while next < waiting.count, next - first < Self.filesAtOnce {
            size += waiting[next].location.size
            guard next == first || size <= Self.bytesAtOnce else { break }
            next += 1
        }
        return Array(waiting[first..<next])
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
                waiting.append(
                    WaitingExport(location: location, channel: header.channelID, exportedAt: header.exportedAt))
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

    /// The exports that could be opened; what is wrong with the others is kept.
    private mutating func sort(
        _ opened: [Result<OpenedExport, OpeningFailure>], _ progress: inout RunProgress
    ) async throws -> [OpenedExport] {
        var exports: [OpenedExport] = []
        for result in opened {
            switch result {
            case .success(let export): exports.append(export)
            case .failure(let failure):
                // It was an export when the run began.
                let kind: Problem.Kind = if case .source = failure.error.kind { .unreadable } else { .changing }
                try await keep(
                    Problem(kind, at: failure.error.offset, failure.error.description, lost: 1),
                    path: failure.location.name)
                progress.done += failure.location.size
                reopen(failure.location)
            }
        }
        return exports
    }

    private mutating func read(
        _ exports: [OpenedExport], salt: ContentHash, _ progress: inout RunProgress
    ) async throws {
        let (report, before) = (report, progress)
        let answers = try await archive.read(
            exports, from: reader, salt: salt, isTrusted: options.trustsDeletions
        ) { bytes, messages in
            var now = before
            now.done += bytes
            now.messages += messages
            report(.progressed(now))
        }
        for answer in answers {
            try await take(answer)
            progress.done += answer.location.size
        }
        progress.messages = outcome.tally.messages
    }

    private mutating func take(_ answer: ReadExport) async throws {
        switch answer.outcome {
        case .known: outcome.duplicates += 1
        case .failed(let failure):
            try await keep(Problem(.unreadable, failure.description, lost: 1), path: answer.location.name)
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
