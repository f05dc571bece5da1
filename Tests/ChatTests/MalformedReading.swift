import Foundation
import JSONStream
import Store
import Testing

@testable import Chat

/// A folder with an archive in it, into which a test reads files as a run of the program does.
final class MalformedReading {
    let folder: URL
    private let archive: Archive
    private let reader = ExportReader()

    /// What came of reading some files.
    struct Outcome {
        let kept: [String]
        let lost: Int
        let problems: [Problem]
    }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "quarry-malformed-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        archive = try Archive(path: folder.appending(path: "archive.sqlite").path, mode: .create)
    }

    deinit {
        do {
            try FileManager.default.removeItem(at: folder)
        } catch {
            Issue.record(error)
        }
    }

    /// Writes a file into a folder that is not the archive's.
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let inputs = folder.appending(path: "inputs")
        try FileManager.default.createDirectory(at: inputs, withIntermediateDirectories: true)
        let url = inputs.appending(path: name)
        try Data(bytes).write(to: url)
        return url.path
    }

    /// Reads what lies below some paths into the archive.
    ///
    /// - Parameter whileReading: is called when an export was found and is not yet open.
    func read(_ paths: [String], whileReading: () throws -> Void = {}) async throws -> Outcome {
        let found = await reader.find(in: paths)
        var problems = found.problems.map(\.problem)
        for file in await reader.survey((0..<found.count).map { found[$0] }) {
            problems += file.problems
            if let failure = file.failure { problems.append(Problem(.unreadable, failure.description, lost: 1)) }
            for (location, _) in file.exports { problems += try await read(location, whileReading) }
        }
        try await archive.finishReading()
        return Outcome(
            kept: try await messages().map { Self.shortened($0.id) }, lost: problems.reduce(0) { $0 + $1.lost },
            problems: problems)
    }

    /// All messages of the archive.
    func messages() async throws -> [ArchivedMessage] {
        var query = MessageQuery()
        query.limit = .max
        return try await archive.messages(query)
    }

    private func read(_ location: ExportLocation, _ whileReading: () throws -> Void) async throws -> [Problem] {
        try whileReading()
        let salt = try await archive.salt(or: ContentHash(of: []))
        var state = ArchiveState(path: archive.path, salt: try #require(salt))
        var locations = [location]
        var problems: [Problem] = []
        while true {
            let portion = await reader.nextPortion(of: locations, beside: state)
            locations = []
            guard !portion.isEmpty else { return problems }
            let written = try await archive.write(portion, isTrusted: false)
            state.pending = written.pending
            for answer in written.answers {
                switch answer.outcome {
                case .read(_, let found): problems += found
                case .known: break
                case .failed(let error): problems.append(Problem(.unreadable, error.description, lost: 1))
                }
            }
        }
    }

    /// The number of a message of the corpus, whose ids differ in their last digits; another id as it is.
    private static func shortened(_ id: SourceID) -> String {
        guard case .number(let number) = id, (1...99).contains(number - 1_300_000_000_000_000_100) else {
            return id.description
        }
        return String(number - 1_300_000_000_000_000_100)
    }
}
