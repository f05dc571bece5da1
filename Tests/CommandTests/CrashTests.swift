import Foundation
import Store
import TestSupport
import Testing

@testable import Chat

/// Kills the real process at random moments of an ingest, runs it again, and compares every row of the database with that of
/// an undisturbed run. `make test-crash` does it 50 times.
@Suite("A killed ingest", .serialized)
struct CrashTests {
    private static var count: Int {
        ProcessInfo.processInfo.environment["QUARRY_CRASHES"].flatMap(Int.init) ?? 5
    }

    @Test("run again gives the database of an undisturbed run")
    func killed() async throws {
        let folder = try ScratchFolder()
        let exports = folder.path("exports")
        let made = try Program.generator.run([
            "--messages", "12000", "--nights", "2", "--questions", "50", "--seed", "7", "--output", exports,
        ])
        #expect(made.code == 0, "\(made.errors)")

        let clock = ContinuousClock()
        var undisturbed: Program.Outcome?
        var latest = try clock.measure {
            undisturbed = try Program.quarry.run(["ingest", exports, "--output", folder.path("whole")])
        }
        #expect(undisturbed?.code == 0, "\(undisturbed?.errors ?? "")")
        let expected = try await Archive(path: folder.path("whole/quarry.db"), mode: .readOnly).everything()
        #expect(expected.count > 12_000)

        var killedEarly = 0
        for round in 0..<Self.count {
            let state = folder.path("killed-\(round)")
            let moment = latest * Double.random(in: 0...1)
            let running = try Program.quarry.start(["ingest", exports, "--output", state])
            running.send(SIGKILL, after: moment)
            if try running.outcome().code == SIGKILL {
                killedEarly += 1
            } else {
                // The machine was busier when it was timed.
                latest /= 2
            }
            let again = try Program.quarry.run(["ingest", exports, "--output", state])
            #expect(again.code == 0, "killed after \(moment): \(again.errors)")
            let archive = try Archive(path: state + "/quarry.db", mode: .readOnly)
            let found = try await archive.everything()
            let differing = Set(found).symmetricDifference(expected).sorted()
            let isSame = differing.isEmpty && found.count == expected.count
            #expect(isSame, "killed after \(moment): \(differing.prefix(6))")
            #expect(try await archive.integrityProblems() == [], "killed after \(moment)")
            try FileManager.default.removeItem(atPath: state)
        }
        #expect(killedEarly > 0, "no run was killed before its end")
    }
}

extension Archive {
    /// Every row of every table as it stands, our own keys and numbers included.
    func everything() throws -> [String] {
        let tables: [(String, SQL)] = [
            ("guild", "SELECT * FROM guild"), ("channel", "SELECT * FROM channel"), ("author", "SELECT * FROM author"),
            ("member", "SELECT * FROM member"), ("export", "SELECT * FROM export"), ("file", "SELECT * FROM file"),
            ("message", "SELECT * FROM message"), ("version", "SELECT * FROM version"),
            ("absence", "SELECT * FROM absence"), ("change", "SELECT * FROM change"), ("stage", "SELECT * FROM stage"),
            ("problem", "SELECT * FROM problem"),
        ]
        var lines: [String] = []
        for (name, query) in tables {
            lines += try database.rows(query) { row throws(StoreError) in
                (0..<14).reduce(into: name) { line, index in
                    line +=
                        "|" + (row.isNull(index) ? "-" : row.withBytes(index) { String(decoding: $0, as: UTF8.self) })
                }
            }
        }
        return lines.sorted()
    }
}
