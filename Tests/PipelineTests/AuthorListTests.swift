import JSONStream
import Store
import TestSupport
import Testing

@testable import Chat

@Suite("The list of authors")
struct AuthorListTests {
    private let folder: ScratchFolder
    private var path: String { folder.path + "/archive.db" }

    init() throws {
        folder = try ScratchFolder()
    }

    /// Writes an export as a run does that is killed before its end, or not.
    private func write(_ export: ExportFixture, to archive: Archive, isKilled: Bool = false) async throws {
        let reader = ExportReader()
        let file = try folder.write(export.json, to: "\(export.exportedAt).json")
        let files = await reader.find(in: [file])
        let found = await reader.survey((0..<files.count).map { files[$0] })
        var locations = found.flatMap { $0.exports.map(\.location) }
        let state = ArchiveState(
            path: path, salt: try #require(try await archive.salt(or: ContentHash(of: []))))
        while case let portion = await reader.nextPortion(of: locations, beside: state), !portion.isEmpty {
            locations = []
            _ = try await archive.write(portion, isTrusted: false)
        }
        if isKilled { try await archive.commit() } else { try await archive.finishReading() }
    }

    private func ids(by author: String, in archive: Archive) async throws -> [SourceID] {
        var query = MessageQuery()
        query.author = author
        return try await archive.messages(query).map(\.id)
    }

    @Test("has a run's messages, and those of a run that was killed, before and after they are listed")
    func killed() async throws {
        let archive = try Archive(path: path, mode: .create)
        try await write(ExportFixture(exportedAt: 900, messages: IngestTests.messages(1...3)), to: archive)
        let more = ExportFixture(exportedAt: 910, messages: IngestTests.messages(1...5))
        try await write(more, to: archive, isKilled: true)
        let next = try Archive(path: path, mode: .create)
        #expect(try await ids(by: "ada", in: next) == (1...5).map { .number($0) })
        #expect(try await next.number("SELECT count(*) FROM authored") == 3)
        try await write(ExportFixture(exportedAt: 920, messages: IngestTests.messages(1...6)), to: next)
        #expect(try await ids(by: "ada", in: next) == (1...6).map { .number($0) })
        #expect(try await next.number("SELECT count(*) FROM authored") == 6)
    }

    @Test("has no message twice or not at all when a run is stopped in an export that was listed in part")
    func stopped() async throws {
        let archive = try Archive(path: path, mode: .create)
        await archive.list(every: 2)
        let first = ExportFixture(exportedAt: 900, messages: IngestTests.messages(1...5))
        try await write(first, to: archive, isKilled: true)
        #expect(try await archive.number("SELECT count(*) FROM authored") == 5)
        await archive.list(every: 6)
        try await write(
            ExportFixture(exportedAt: 905, messages: IngestTests.messages(1...8)), to: archive, isKilled: true)
        #expect(try await archive.number("SELECT count(*) FROM authored") == 5)
        let more = ExportFixture(exportedAt: 910, messages: IngestTests.messages(9...20))
        let found = await ExportReader().find(in: [try folder.write(more.json, to: "910.json")])
        try await archive.writeHalf(of: more, in: ExportLocation(found[0]))
        #expect(try await archive.number("SELECT count(*) FROM authored") == 20)
        try await archive.finishReading()
        #expect(try await archive.number("SELECT count(*) FROM message") == 8)
        #expect(try await archive.number("SELECT count(*) FROM authored") == 8)
        #expect(try await ids(by: "ada", in: archive) == (1...8).map { .number($0) })
    }

    @Test("follows a message that a newer export gives to someone else", arguments: [false, true])
    func moved(isListed: Bool) async throws {
        let archive = try Archive(path: path, mode: .create)
        let first = ExportFixture(exportedAt: 900, messages: IngestTests.messages(1...3))
        try await write(first, to: archive, isKilled: !isListed)
        var second = ExportFixture(exportedAt: 910, messages: IngestTests.messages(1...3))
        second.authorID = 43
        second.authorName = "grace"
        try await write(second, to: archive)
        #expect(try await ids(by: "ada", in: archive) == [])
        #expect(try await ids(by: "grace", in: archive) == [.number(1), .number(2), .number(3)])
        #expect(try await archive.number("SELECT count(*) FROM authored") == 3)
    }
}

extension Archive {
    fileprivate func list(every most: Int) {
        authorList = AuthorList(most: most)
    }

    /// Writes an export's messages as a run does that is stopped before the export's end.
    fileprivate func writeHalf(of export: ExportFixture, in location: ExportLocation) throws {
        let header = try DiscordHeaderReader.header(of: MemorySource(export.json))
        try commit()
        try begin(
            OpenedExport(location: location, header: header, hash: ContentHash(of: export.json)), isTrusted: false)
        var reader = DiscordReader(MemorySource(export.json), channel: header.channelID)
        if let batch = reader.nextBatch() { try write(batch) }
    }
}
