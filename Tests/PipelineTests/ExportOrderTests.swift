import TestSupport
import Testing

@testable import Chat
@testable import Pipeline

/// A small generator with a seed, so that a failure can be run again (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

@Suite("The order of files")
struct ExportOrderTests {
    /// Exports of a channel that lives: messages come, are edited and deleted; exports cover a part or all, and some were
    /// filtered.
    static func exports(seed: UInt64) -> [ExportFixture] {
        var random = SeededRandom(state: seed)
        var present: [ExportFixture.Message] = []
        var now = 100
        var exports: [ExportFixture] = []
        for _ in 0..<Int.random(in: 2...5, using: &random) {
            for _ in 0..<Int.random(in: 0...15, using: &random) {
                now += Int.random(in: 1...9, using: &random)
                present.append(ExportFixture.Message(id: now, text: "m\(now)", editedAt: nil))
            }
            for index in present.indices where Int.random(in: 0..<8, using: &random) == 0 {
                present[index].text += " edited"
                present[index].editedAt = now
                present[index].reactions = Int.random(in: 0...1, using: &random)
            }
            present.removeAll { _ in Int.random(in: 0..<12, using: &random) == 0 }
            now += 10
            var shown = present
            let isFiltered = Int.random(in: 0..<5, using: &random) == 0
            if isFiltered { shown.removeAll { $0.id % 3 == 0 } }
            var export = ExportFixture(exportedAt: now, messages: shown)
            if Bool.random(using: &random) {
                let after = Int.random(in: 100...now, using: &random)
                export.after = after
                export.messages.removeAll { $0.id < after }
            }
            export.authorName = ["ada", "grace", "zoë"].randomElement(using: &random) ?? "ada"
            // Two exports made in the same second are told apart by their bytes.
            if Int.random(in: 0..<6, using: &random) == 0, let last = exports.last {
                export.exportedAt = last.exportedAt
            }
            exports.append(export)
        }
        return exports
    }

    @Test("does not change the archive, in one run or in many", arguments: UInt64(1)...40)
    func permutation(seed: UInt64) async throws {
        let files = try ScratchFolder()
        let paths = try Self.exports(seed: seed).enumerated().map { index, export in
            try files.write(export.json, to: "\(index).json")
        }
        let together = try ScratchFolder()
        _ = try await ingest(paths, into: together)
        let expected = try await together.archive().contents()

        var random = SeededRandom(state: seed)
        for _ in 0..<3 {
            let order = paths.shuffled(using: &random)
            let one = try ScratchFolder()
            for path in order { _ = try await ingest([path], into: one) }
            let found = try await one.archive().contents()
            #expect(found == expected, "seed \(seed), order \(order.map { $0.suffix(6) })")
        }
    }

    @Test("does not change what is live: a naive model says the same", arguments: UInt64(101)...140)
    func oracle(seed: UInt64) async throws {
        let files = try ScratchFolder()
        let exports = Self.exports(seed: seed)
        let folder = try ScratchFolder()
        var hashes: [ContentHashOfExport] = []
        for (index, export) in exports.enumerated() {
            _ = try await ingest([try files.write(export.json, to: "\(index).json")], into: folder)
            hashes.append(ContentHashOfExport(export))
        }
        var query = MessageQuery()
        query.limit = 1000
        let live = try await folder.archive().messages(query).map { "\($0.id) \($0.content)" }.sorted()
        #expect(live == NaiveArchive(hashes).live.sorted(), "seed \(seed)")
    }
}
