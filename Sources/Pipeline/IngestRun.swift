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
    private var waiting: [(location: ExportLocation, header: ExportHeader)] = []
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
        for file in found.files {
            if try await archive.isUnchanged(file) {
                outcome.unchangedFiles += 1
            } else {
                try await survey(file)
            }
        }
        waiting.sort { ($0.header.exportedAt, $0.location.name) < ($1.header.exportedAt, $1.location.name) }
    }

    /// Reads what was found.
    mutating func readAll() async throws {
        var progress = RunProgress(done: 0, total: waiting.reduce(0) { $0 + $1.location.size }, messages: 0)
        for (location, header) in waiting {
            report(.progressed(progress))
            do {
                try Task.checkCancellation()
                try await read(location, header, progress)
            } catch is CancellationError {
                outcome.wasStopped = true
                try await archive.commit()
                return
            }
            progress.done += location.size
            progress.messages = outcome.tally.messages
        }
        report(.progressed(progress))
        for zip in zips { try await archive.settle(zip.file, problems: zip.problems) }
        try await archive.commit()
    }

    private mutating func survey(_ file: FoundFile) async throws {
        do {
            let contents = try await reader.exports(in: file)
            if contents.isZip {
                var problems = contents.problems
                for location in contents.locations {
                    if let problem = try await survey(location) {
                        problems.append(Problem(problem.kind, "\(location.entryName): \(problem.detail)", lost: 1))
                    }
                }
                for problem in problems { count(problem, path: file.path) }
                zips.append((file, problems))
            } else if let location = contents.locations.first, let problem = try await survey(location) {
                count(problem, path: file.path)
                try await archive.settle(file, problems: [problem])
            }
        } catch let failure as SourceFailure {
            try await keep(Problem(.unreadable, failure.description, lost: 1), path: file.path)
        }
    }

    /// Puts an export on the list if it is wanted. Returns what is wrong if it is no export.
    private mutating func survey(_ location: ExportLocation) async throws -> Problem? {
        do {
            let header = try await reader.header(of: location)
            let isSeen = options.asOf.map { header.exportedAt <= $0 } ?? true
            if isSeen, options.channels.includes(header) {
                waiting.append((location, header))
            } else {
                outcome.leftOut += 1
            }
            return nil
        } catch let error as JSONError {
            if case .source(let failure) = error.kind { throw failure }
            return Problem(.unreadable, at: error.offset, "is not a DiscordChatExporter export: \(error)", lost: 1)
        }
    }

    private mutating func read(
        _ location: ExportLocation, _ header: ExportHeader, _ progress: RunProgress
    ) async throws {
        do {
            let hash = try await reader.contentHash(of: location)
            if try await archive.hasRead(hash) {
                outcome.duplicates += 1
                try await archive.settle(location, hash: hash)
                return
            }
            // First the archive, which may have to commit what the reader is to see.
            try await archive.begin(location, header, hash: hash, isTrusted: options.trustsDeletions)
            let salt = try await archive.salt(orFirst: hash)
            try await reader.begin(location, header, archive: archive.path, salt: salt)
            let report = report
            let export = try await archive.read(location, from: reader) { bytes, messages in
                var now = progress
                now.done += bytes
                now.messages += messages
                report(.progressed(now))
            }
            for problem in export.problems { report(.problem(FileProblem(path: location.name, problem: problem))) }
            outcome.tally += export.tally
            outcome.exports += 1
            outcome.bytes += location.size
        } catch let failure as SourceFailure {
            try await archive.abandon()
            try await keep(Problem(.unreadable, failure.description, lost: 1), path: location.name)
        }
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
