import Foundation
import JSONStream
import Testing

@testable import Chat

@Suite("Malformed folders", .timeLimit(.minutes(5)))
struct MalformedFolderTests {
    private let reading: MalformedReading
    private let good: String
    private var folder: URL { URL(filePath: good).deletingLastPathComponent() }

    init() throws {
        reading = try MalformedReading()
        good = try reading.file("good.json", MalformedExport.bytes(third: Array("three".utf8)))
    }

    @Test("links that lead in circles are followed once, and cost nothing")
    func survivesLoops() async throws {
        try link("inner", to: ".")
        try link("outer", to: "../inputs")
        let outcome = try await reading.read([folder.path])
        #expect(outcome.kept == ["1", "2", "3", "4", "5"])
        #expect(outcome.lost == 0)
        #expect(outcome.problems.map(\.kind) == [.refused, .refused])
    }

    @Test("a link to itself and a link to nothing cost themselves", arguments: ["bad.json", "nothing.json"])
    func reportsDeadLinks(target: String) async throws {
        try link("bad.json", to: target)
        let outcome = try await reading.read([folder.path])
        #expect(outcome.kept == ["1", "2", "3", "4", "5"])
        #expect(outcome.lost == 1)
        #expect(outcome.problems.map(\.kind) == [.unreadable])
    }

    @Test("a named pipe is not waited for")
    func refusesPipe() async throws {
        let pipe = folder.appending(path: "pipe.json").path
        #expect(mkfifo(pipe, 0o600) == 0)
        for paths in [[folder.path], [good, pipe]] {
            let outcome = try await reading.read(paths)
            #expect(outcome.kept == ["1", "2", "3", "4", "5"])
            #expect(outcome.problems.map(\.kind) == [.unreadable])
        }
        #expect(throws: SourceFailure("is not a regular file")) { try FileSource(path: pipe) }
    }

    @Test("a path below a file is told")
    func reportsPathBelowFile() async throws {
        let outcome = try await reading.read([good + "/below.json", good])
        #expect(outcome.kept == ["1", "2", "3", "4", "5"])
        #expect(outcome.lost == 1)
        #expect(outcome.problems.map(\.kind) == [.unreadable])
    }

    @Test("files and folders without permission are told", .enabled(if: geteuid() != 0, "root may read everything"))
    func reportsMissingPermission() async throws {
        let file = try reading.file("secret.json", MalformedExport.bytes(third: []))
        let inner = folder.appending(path: "secrets").path
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
        #expect(chmod(file, 0) == 0 && chmod(inner, 0) == 0)
        let outcome = try await reading.read([folder.path])
        #expect(chmod(inner, 0o700) == 0)
        #expect(outcome.kept == ["1", "2", "3", "4", "5"])
        #expect(outcome.lost == 2)
        #expect(outcome.problems.map(\.kind) == [.unreadable, .unreadable])
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.appending(path: name).path, withDestinationPath: target)
    }
}
