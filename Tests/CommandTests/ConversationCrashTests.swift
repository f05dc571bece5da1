import Foundation
import Store
import TestSupport
import Testing
import VectorEngine

/// Kills the real process at random moments of a whole run, runs it again, and compares every row behind ingest, and every record
/// that is searched, with those of an undisturbed run. `make test-crash` does it more often.
@Suite("A killed run", .serialized)
struct ConversationCrashTests {
    private static var count: Int {
        ProcessInfo.processInfo.environment["QUARRY_CRASHES"].flatMap(Int.init) ?? 4
    }

    @Test("run again gives the conversations and the index of an undisturbed run")
    func killed() async throws {
        let folder = try ScratchFolder()
        let exports = folder.path("exports")
        let made = try Program.generator.run([
            "--messages", "1500", "--nights", "3", "--overlap", "50", "--changed", "20", "--questions", "20", "--seed",
            "7",
            "--output", exports,
        ])
        #expect(made.code == 0, "\(made.errors)")
        let nights = try FileManager.default.contentsOfDirectory(atPath: exports).sorted().map { "\(exports)/\($0)" }

        var latest: [Duration] = []
        for night in nights {
            let started = ContinuousClock.now
            let outcome = try Program.quarry.run(["run", night, "--output", folder.path("whole")])
            #expect(outcome.code == 0, "\(outcome.errors)")
            latest.append(ContinuousClock.now - started)
        }
        let expected = try await RunContents(folder.path("whole"))
        #expect(expected.rows.count > 1500 && expected.records.count > 100)

        var killed = 0
        for round in 0..<Self.count {
            let state = folder.path("killed-\(round)")
            var moments: [Duration] = []
            for (night, length) in zip(nights, latest) {
                let moment = length * Double.random(in: 0.1...1)
                moments.append(moment)
                let running = try Program.quarry.start(["run", night, "--output", state])
                running.send(SIGKILL, after: moment)
                if try running.outcome().code == SIGKILL { killed += 1 }
                let again = try Program.quarry.run(["run", night, "--output", state])
                #expect(again.code == 0, "killed after \(moment): \(again.errors)")
            }
            let found = try await RunContents(state)
            let differing = Set(found.rows).symmetricDifference(expected.rows).sorted()
            #expect(differing.isEmpty, "killed after \(moments): \(differing.prefix(6))")
            #expect(found.records == expected.records, "killed after \(moments)")
            try FileManager.default.removeItem(atPath: state)
        }
        #expect(killed > 0, "no run was killed before its end")
    }

    @Test("whose folder of vectors is deleted makes it again without encoding anything")
    func vectorsDeleted() async throws {
        let folder = try ScratchFolder()
        let state = folder.path("state")
        _ = try Program.quarry.run(["run", "corpora/sample", "--output", state])
        let before = try await RunContents(state)
        try FileManager.default.removeItem(atPath: state + "/vectors")
        let outcome = try Program.quarry.run(["run", "corpora/sample", "--output", state, "--json"])
        #expect(
            outcome.output.contains(#""encoded":0"#) && !outcome.output.contains(#""passages":0"#), "\(outcome.output)")
        #expect(try await RunContents(state).records == before.records)
    }
}

/// What a run has made behind ingest.
struct RunContents {
    /// Of the tables, our own keys and numbers included.
    let rows: [String]
    let records: [Record]

    init(_ state: String) async throws {
        var database = try Connection(path: state + "/quarry.db", mode: .readOnly)
        let tables: [(String, SQL)] = [
            ("link", "SELECT * FROM link"), ("adopted", "SELECT * FROM adopted"), ("waiting", "SELECT * FROM waiting"),
            ("relink", "SELECT * FROM relink"), ("stale", "SELECT * FROM stale"),
            ("conversation", "SELECT * FROM conversation"), ("signal", "SELECT * FROM signal"),
            ("redirect", "SELECT * FROM redirect"), ("retired", "SELECT * FROM retired"),
            ("passage", "SELECT key, conversation, ordinal, hex(hash) FROM passage"),
            ("indexed", "SELECT collection, passage FROM indexed"), ("searched", "SELECT collection FROM searched"),
        ]
        var lines: [String] = []
        for (name, query) in tables {
            lines += try database.rows(query) { row throws(StoreError) in
                (0..<10).reduce(into: name) { line, index in
                    line +=
                        "|" + (row.isNull(index) ? "-" : row.withBytes(index) { String(decoding: $0, as: UTF8.self) })
                }
            }
        }
        rows = lines.sorted()
        let engine = try EmbeddedStore(state + "/vectors", .reading)
        let names = try await engine.collectionNames()
        let collection = try await engine.collection(try #require(names.first))
        #expect(names.count == 1)
        records = try await collection.query(FilterText("passage >= 0"), fields: ["*"], limit: 100_000, offset: 0)
    }
}
