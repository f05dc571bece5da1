import Foundation
import TestSupport
import Testing

@testable import Chat
@testable import Pipeline

@Suite("Ingest")
struct IngestTests {
    static func messages(_ ids: some Sequence<Int>) -> [ExportFixture.Message] {
        ids.map { ExportFixture.Message(id: $0, text: "message \($0)") }
    }

    @Test("does not open an unchanged file, and reads nothing of one that was only touched or renamed")
    func unchanged() async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(ExportFixture(exportedAt: 900, messages: Self.messages(1...5)).json, to: "a.json")
        #expect(try await ingest([path], into: folder).exports == 1)
        #expect(try await ingest([path], into: folder).unchangedFiles == 1)
        try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1e9)], ofItemAtPath: path)
        let touched = try await ingest([path], into: folder)
        #expect(touched.duplicates == 1 && touched.exports == 0)
        #expect(try await ingest([path], into: folder).unchangedFiles == 1)
        let renamed = folder.path + "/b.json"
        try FileManager.default.moveItem(atPath: path, toPath: renamed)
        #expect(try await ingest([renamed], into: folder).duplicates == 1)
    }

    @Test("writes and marks for later stages only what has changed")
    func changeLog() async throws {
        let folder = try ScratchFolder()
        let first = ExportFixture(exportedAt: 900, messages: Self.messages(1...20))
        _ = try await ingest([try folder.write(first.json, to: "1.json")], into: folder)
        let mark = try await folder.archive().mark(of: "ingest")
        #expect(try await folder.archive().changes(after: 0).map(\.kind) == [.added])
        #expect(try await folder.archive().changes(after: mark).isEmpty)

        var second = ExportFixture(exportedAt: 950, messages: Self.messages(1...22))
        second.messages[3].text = "changed"
        second.messages[3].editedAt = 940
        second.messages[4].reactions = 2
        second.messages.remove(at: 6)
        let outcome = try await ingest([try folder.write(second.json, to: "2.json")], into: folder)
        #expect(outcome.tally.added == 2)
        #expect(outcome.tally.edited == 1)
        #expect(outcome.tally.touched == 1)
        #expect(outcome.tally.deleted == 1)
        let changes = try await folder.archive().changes(after: mark)
        func keys(_ kind: Change.Kind) -> [ClosedRange<Int64>] {
            changes.filter { $0.kind == kind }.map { $0.first.rawValue...$0.last.rawValue }
        }
        #expect(keys(.added) == [21...22])
        #expect(keys(.edited) == [4...4])
        #expect(keys(.touched) == [5...5])
        #expect(keys(.deleted) == [7...7])
        #expect(try await folder.archive().mark(of: "ingest") == changes.last?.number)
    }

    @Test("keeps the text before an edit with its time")
    func versions() async throws {
        let folder = try ScratchFolder()
        var export = ExportFixture(exportedAt: 900, messages: [.init(id: 10, text: "one")])
        _ = try await ingest([try folder.write(export.json, to: "1.json")], into: folder)
        export.exportedAt = 950
        export.messages[0] = .init(id: 10, text: "two", editedAt: 940)
        _ = try await ingest([try folder.write(export.json, to: "2.json")], into: folder)
        var query = MessageQuery()
        #expect(try await folder.archive().messages(query).map(\.content) == ["two"])
        query.asOf = ExportFixture.time(930)
        let then = try await folder.archive().messages(query)
        #expect(then.map(\.content) == ["one"])
        #expect(then.first?.edited == nil)
        #expect(try await folder.archive().status().edits == 1)
        #expect(try await folder.archive().status(asOf: ExportFixture.time(930)).edits == 0)
    }

    @Test("believes no export in which very many messages are missing, unless told to", arguments: [false, true])
    func guarded(trusts: Bool) async throws {
        let folder = try ScratchFolder()
        let whole = ExportFixture(exportedAt: 900, messages: Self.messages(1...50))
        // 11 of 50 are missing: over ten, and over a fifth.
        let filtered = ExportFixture(
            exportedAt: 950, messages: Self.messages((1...50).filter { $0 < 5 || $0 > 15 }))
        _ = try await ingest([try folder.write(whole.json, to: "1.json")], into: folder)
        let outcome = try await ingest(
            [try folder.write(filtered.json, to: "2.json")], into: folder, trustsDeletions: trusts)
        #expect(outcome.tally.deleted == (trusts ? 11 : 0))
        let problems = try await folder.archive().problems().map(\.problem)
        #expect(problems.map(\.kind) == (trusts ? [] : [.vanished]))
        #expect(problems.first?.detail.hasPrefix("11 of 50 messages") ?? trusts)
        #expect(problems.allSatisfy { $0.lost == 0 })
    }

    @Test("takes ten missing messages for deletions, and brings back what reappears")
    func restored() async throws {
        let folder = try ScratchFolder()
        let whole = ExportFixture(exportedAt: 900, messages: Self.messages(1...12))
        let fewer = ExportFixture(exportedAt: 950, messages: Self.messages([1, 12]))
        _ = try await ingest([try folder.write(whole.json, to: "1.json")], into: folder)
        #expect(try await ingest([try folder.write(fewer.json, to: "2.json")], into: folder).tally.deleted == 10)
        #expect(try await folder.archive().status().messages == 2)
        var again = whole
        again.exportedAt = 990
        let outcome = try await ingest([try folder.write(again.json, to: "3.json")], into: folder)
        #expect(outcome.tally.restored == 10)
        #expect(try await folder.archive().status().messages == 12)
        #expect(try await folder.archive().changes(after: 0).filter { $0.kind == .restored }.count == 10)
    }

    @Test("infers no deletion beyond a partition's own messages or its date range")
    func partitions() async throws {
        let folder = try ScratchFolder()
        let whole = ExportFixture(exportedAt: 900, messages: Self.messages(1...30))
        var first = ExportFixture(exportedAt: 950, after: 5, messages: Self.messages(5...14))
        first.messages.remove(at: 3)
        let second = ExportFixture(exportedAt: 951, after: 5, messages: Self.messages(15...25))
        var paths = [try folder.write(whole.json, to: "1.json"), try folder.write(first.json, to: "2.json")]
        paths.append(try folder.write(second.json, to: "3.json"))
        let outcome = try await ingest(paths, into: folder)
        #expect(outcome.tally.deleted == 1)
        #expect(try await folder.archive().status().messages == 29)
    }

    @Test("infers nothing from an export that lost a message or does not have as many as it says")
    func damaged() async throws {
        let folder = try ScratchFolder()
        let whole = ExportFixture(exportedAt: 900, messages: Self.messages(1...9))
        let fewer = ExportFixture(exportedAt: 950, messages: Self.messages([1, 2, 3, 8, 9]))
        let text = String(decoding: fewer.json, as: UTF8.self)
        let broken = text.replacing("\"id\": \"2\",", with: "\"ix\": \"2\",")
        let miscounted = text.replacing("\"messageCount\": 5", with: "\"messageCount\": 9")
        #expect(broken != text && miscounted != text)
        _ = try await ingest([try folder.write(whole.json, to: "1.json")], into: folder)
        let outcome = try await ingest([try folder.write(Array(broken.utf8), to: "2.json")], into: folder)
        #expect(outcome.tally.lost == 1 && outcome.tally.deleted == 0)
        let second = try await ingest([try folder.write(Array(miscounted.utf8), to: "3.json")], into: folder)
        #expect(second.tally.problems == 1 && second.tally.lost == 0 && second.tally.deleted == 0)
        #expect(try await ingest([try folder.write(fewer.json, to: "4.json")], into: folder).tally.deleted == 4)
    }

    @Test("reads exports out of a zip file, once")
    func zip() async throws {
        let folder = try ScratchFolder()
        try folder.write(ExportFixture(exportedAt: 900, messages: Self.messages(1...5)).json, to: "in/a.json")
        var other = ExportFixture(exportedAt: 901, messages: Self.messages(6...9))
        other.channel = 701
        try folder.write(other.json, to: "in/deep/b.json")
        let zip = try ChildProcess("/usr/bin/zip", ["-q", "-r", "exports.zip", "in"], in: folder.path)
        try #require(zip.wait() == 0)
        let outcome = try await ingest([folder.path + "/exports.zip"], into: folder)
        #expect(outcome.exports == 2 && outcome.tally.added == 9)
        #expect(try await ingest([folder.path + "/exports.zip"], into: folder).unchangedFiles == 1)
        #expect(try await ingest([folder.path + "/in"], into: folder).duplicates == 2)

        // What was left out once may be wanted later.
        let elsewhere = try ScratchFolder()
        var filtered = Ingest(inputs: [folder.path + "/exports.zip"])
        filtered.channels = ChannelFilter(excluded: ["channel-701"])
        let run = Run(folder: StateFolder(elsewhere.path + "/state"), ingest: filtered, purpose: "test")
        #expect(try await run.run(at: ExportFixture.time(0)) { _ in }.ingest.tally.added == 5)
        #expect(try await ingest([folder.path + "/exports.zip"], into: elsewhere).tally.added == 4)
    }

    @Test("does not see exports made after the time it is asked for")
    func asOf() async throws {
        let folder = try ScratchFolder()
        let early = try folder.write(ExportFixture(exportedAt: 900, messages: Self.messages(1...5)).json, to: "1.json")
        let late = try folder.write(ExportFixture(exportedAt: 950, messages: Self.messages(1...7)).json, to: "2.json")
        var ingest = Ingest(inputs: [early, late])
        ingest.asOf = ExportFixture.time(920)
        let run = Run(folder: StateFolder(folder.path + "/state"), ingest: ingest, purpose: "test")
        let outcome = try await run.run(at: ExportFixture.time(0)) { _ in }.ingest
        #expect(outcome.exports == 1 && outcome.leftOut == 1)
        #expect(try await folder.archive().status().messages == 5)
    }

    @Test("can be told later to believe an export that it did not believe")
    func trustedLater() async throws {
        let folder = try ScratchFolder()
        let whole = ExportFixture(exportedAt: 900, messages: Self.messages(1...50))
        let filtered = ExportFixture(exportedAt: 950, messages: Self.messages((1...50).filter { $0 < 5 || $0 > 15 }))
        let paths = [try folder.write(whole.json, to: "1.json"), try folder.write(filtered.json, to: "2.json")]
        #expect(try await ingest(paths, into: folder).tally.deleted == 0)
        #expect(try await ingest(paths, into: folder).unchangedFiles == 2)
        #expect(try await ingest(paths, into: folder, trustsDeletions: true).tally.deleted == 11)
        #expect(try await folder.archive().status().problems == 0)
        #expect(try await ingest(paths, into: folder, trustsDeletions: true).unchangedFiles == 2)
    }

    @Test(
        "judges a filtered export by what came before it, in whatever order the files come", arguments: [false, true])
    func judgedByThePast(lateArrival: Bool) async throws {
        let folder = try ScratchFolder()
        let exports = [
            ExportFixture(exportedAt: 900, messages: Self.messages(1...20)),
            ExportFixture(exportedAt: 910, messages: Self.messages([1] + Array(13...20))),
            ExportFixture(exportedAt: 920, messages: Self.messages(11...20)),
        ]
        for index in lateArrival ? [0, 2, 1] : [0, 1, 2] {
            _ = try await ingest([try folder.write(exports[index].json, to: "\(index).json")], into: folder)
        }
        #expect(try await folder.archive().status().deletions == 0)
    }

    @Test("logs the text that wins among two with one id")
    func duplicateOfKnown() async throws {
        let folder = try ScratchFolder()
        let first = ExportFixture(exportedAt: 900, messages: [.init(id: 10, text: "a")])
        let twice = ExportFixture(
            exportedAt: 950, messages: [.init(id: 10, text: "a"), .init(id: 10, text: "b", editedAt: 940)])
        _ = try await ingest([try folder.write(first.json, to: "1.json")], into: folder)
        let outcome = try await ingest([try folder.write(twice.json, to: "2.json")], into: folder)
        #expect(outcome.tally.problems == 1)
        #expect(try await folder.archive().messages(MessageQuery()).map(\.content) == ["b"])
        #expect(try await folder.archive().changes(after: 1).map(\.kind) == [.edited])
    }
}
