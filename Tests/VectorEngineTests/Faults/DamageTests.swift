import Foundation
import TestSupport
import Testing

@testable import VectorEngine

@Suite("A damaged store")
struct DamageTests {
    @Test("a flipped bit in any section of a segment is found by verifying, which names file and section")
    func sections() async throws {
        let folder = try ScratchFolder()
        let schema = try await DamagedStore.make(in: folder)
        let segment = try #require(try DamagedStore.manifest(in: folder).segments.first)
        let name = "store/passages/" + segment.file
        let file = try SegmentFile(path: folder.path(name))
        let sections =
            [SectionName.key, SectionName.dense("vector"), SectionName.sparse("words"), SectionName.sparse("weights")]
            + schema.scalars.map { SectionName.field($0.name) } + [SectionName.field(ColumnSchema.dynamicName)]
        let places = try sections.map { section in
            let range = try file.section(section).range
            return (section, (range.lowerBound + range.upperBound) / 2)
        }
        let whole = try Data(contentsOf: URL(fileURLWithPath: folder.path(name)))
        for (section, offset) in places {
            var changed = whole
            changed[offset] ^= 4
            try changed.write(to: URL(fileURLWithPath: folder.path(name)))
            let store = try EmbeddedStore(folder.path("store"), .writing(note: "a test"))
            let collection = try await store.collection(schema.name)
            let fault = EngineError.damaged(
                path: folder.path(name), section: section, offset: 0, reason: "its checksum differs")
            #expect(try await collection.verify() == [fault])
            // Damage is not copied into a file that has the right checksums.
            await #expect(throws: fault) { try await collection.compact() }
        }
    }

    @Test("a damaged deletion, directory, manifest or log is refused when the collection is opened")
    func opening() async throws {
        let folder = try ScratchFolder()
        let schema = try await DamagedStore.make(in: folder)
        let manifest = try DamagedStore.manifest(in: folder)
        let deletions = try #require(manifest.segments.first?.deleted)
        for (file, offset, section) in [
            (deletions, 70, "deleted"), (manifest.segments[0].file, -40, "whole file"),
            (Manifest.name, 200, "manifest"), (manifest.logName, 30, "log"),
        ] {
            let whole = try Data(contentsOf: URL(fileURLWithPath: folder.path("store/passages/" + file)))
            var changed = whole
            changed[offset < 0 ? whole.count + offset : offset] ^= 1
            try changed.write(to: URL(fileURLWithPath: folder.path("store/passages/" + file)))
            for mode in [EmbeddedStore.Mode.reading, .writing(note: "a test")] {
                let store = try EmbeddedStore(folder.path("store"), mode)
                let error = await #expect(throws: EngineError.self) { try await store.collection(schema.name) }
                guard case .damaged(let path, let named, _, _) = error else {
                    Issue.record("\(file): \(String(describing: error))")
                    continue
                }
                #expect(path == folder.path("store/passages/" + file) && named == section)
            }
            try whole.write(to: URL(fileURLWithPath: folder.path("store/passages/" + file)))
        }
        #expect(try await EmbeddedStore(folder.path("store"), .reading).collection(schema.name).count(nil) > 0)
    }

    @Test("a flipped bit anywhere in a manifest is found")
    func manifests() async throws {
        let folder = try ScratchFolder()
        _ = try await DamagedStore.make(in: folder)
        let passages = folder.path("store/passages")
        let manifest = try Manifest(readingFrom: passages)
        let file = URL(fileURLWithPath: passages + "/" + Manifest.name)
        let whole = try Data(contentsOf: file)
        for offset in 0..<whole.count - 1 {
            var changed = whole
            changed[offset] ^= 1 << UInt8(offset % 7)
            try changed.write(to: file)
            // Of white space nothing hangs; that of the manifest proper has its checksum.
            do {
                let found = try Manifest(readingFrom: passages)
                Issue.record("byte \(offset) was not missed, and it is \(found == manifest ? "the same" : "another")")
            } catch {
                switch error {
                case .damaged, .newer: break
                default: Issue.record("byte \(offset): \(error)")
                }
            }
        }
    }

    @Test("a later version says so, whichever file has it")
    func newer() async throws {
        let folder = try ScratchFolder()
        let schema = try await DamagedStore.make(in: folder)
        let passages = "store/passages/"
        let manifest = try DamagedStore.manifest(in: folder)
        for file in [Manifest.name, manifest.logName, manifest.segments[0].file] {
            let whole = try Data(contentsOf: URL(fileURLWithPath: folder.path(passages + file)))
            if file == Manifest.name {
                try folder.replace("\"version\":1", by: "\"version\":7", in: passages + file)
            } else {
                var changed = whole
                changed[8] = 7
                try changed.write(to: URL(fileURLWithPath: folder.path(passages + file)))
            }
            let store = try EmbeddedStore(folder.path("store"), .reading)
            await #expect(
                throws: EngineError.newer(path: folder.path(passages + file), found: 7, known: 1)
            ) { try await store.collection(schema.name) }
            try whole.write(to: URL(fileURLWithPath: folder.path(passages + file)))
        }
    }

    @Test("a missing file is named")
    func missing() async throws {
        let folder = try ScratchFolder()
        let schema = try await DamagedStore.make(in: folder)
        let passages = "store/passages/"
        let manifest = try DamagedStore.manifest(in: folder)
        for file in manifest.files where file != Manifest.name {
            let whole = try Data(contentsOf: URL(fileURLWithPath: folder.path(passages + file)))
            try folder.remove(passages + file)
            for mode in [EmbeddedStore.Mode.reading, .writing(note: "a test")] {
                let store = try EmbeddedStore(folder.path("store"), mode)
                await #expect(
                    throws: EngineError.cannotRead(
                        path: folder.path(passages + file), reason: "No such file or directory")
                ) { try await store.collection(schema.name) }
            }
            try whole.write(to: URL(fileURLWithPath: folder.path(passages + file)))
        }
    }

    @Test("whatever is damaged, asking and writing throws or answers")
    func fuzz() async throws {
        let rounds = ProcessInfo.processInfo.environment["QUARRY_DAMAGES"].flatMap(Int.init) ?? 80
        let whole = try ScratchFolder()
        let schema = try await DamagedStore.make(in: whole)
        let names = try FileManager.default.contentsOfDirectory(atPath: whole.path("store/passages")).sorted()
        var refused = 0
        for seed in 0..<UInt64(rounds) {
            let folder = try ScratchFolder()
            try FileManager.default.copyItem(atPath: whole.path("store"), toPath: folder.path("store"))
            var damage = Damage(seed: seed)
            let said = try damage.strike(names.map { folder.path("store/passages/" + $0) })
            // Where a crash ends the test, this tells which damage it was.
            if ProcessInfo.processInfo.environment["QUARRY_DAMAGES"] != nil { print("damage \(seed): \(said)") }
            do {
                let store = try EmbeddedStore(folder.path("store"), .writing(note: "a test"))
                try await DamagedStore.ask(store.collection(schema.name), seed: seed)
            } catch is EngineError {
                refused += 1
            }
        }
        #expect(refused > rounds / 20 && refused < rounds, "\(refused) of \(rounds) were refused")
    }
}

/// A store with everything in it: segments, deletions, a log.
enum DamagedStore {
    static func make(in folder: ScratchFolder) async throws -> CollectionSchema {
        let schema = CollectionScript.schema(keyType: .string, metric: .cosine, index: .invertedFile)
        var script = CollectionScript(seed: 31)
        let store = try EmbeddedStore(folder.path("store"), .writing(note: "a test"))
        let collection = try await store.createCollection(schema)
        try await collection.upsert((0..<300).map { script.record(script.key($0, .string)) })
        try await collection.flush()
        try await collection.delete((0..<20).map { script.key($0 * 3, .string) })
        try await collection.flush()
        for start in [250, 280, 310] {
            try await collection.upsert((start..<start + 30).map { script.record(script.key($0, .string)) })
        }
        return schema
    }

    static func manifest(in folder: ScratchFolder) throws -> Manifest {
        try Manifest(readingFrom: folder.path("store/passages"))
    }

    /// Asks in every way, then writes in every way. Every refusal counts as an answer.
    static func ask(_ collection: any VectorCollection, seed: UInt64) async throws {
        var script = CollectionScript(seed: seed)
        for effort in [SearchEffort.standard, .exhaustive] {
            var request = SearchRequest(.dense(field: "vector", script.vector()), limit: 20)
            request.effort = effort
            request.output = ["text", "channel", "votes", "tags", "extra"]
            try await allow { try await collection.search(request) }
            request.filter = FilterText(
                "channel == \"help\" and votes >= 0 or array_contains(tags, \"dev\") or extra == 1")
            try await allow { try await collection.search(request) }
            request.grouping = Grouping(by: "channel", size: 2)
            try await allow { try await collection.search(request) }
        }
        try await allow { try await collection.search(SearchRequest(.text(field: "words", "w0x w1x w5x w40x"))) }
        try await allow {
            try await collection.search(SearchRequest(.sparse(field: "weights", script.sparseVector())))
        }
        try await allow { try await collection.get((0..<340).map { .string("key \($0)") }, fields: ["*"]) }
        try await allow {
            try await collection.query(FilterText("time >= 0"), fields: ["*"], limit: 1000, offset: 0)
        }
        _ = try await collection.verify()
        try await allow { try await collection.upsert([script.record("key 9"), script.record("new")]) }
        try await allow { try await collection.delete(["key 4", "key 5", "key 260"]) }
        try await allow { try await collection.search(SearchRequest(.text(field: "words", "w0x w1x"))) }
        try await allow { try await collection.flush() }
        try await allow { try await collection.compact() }
        try await allow { try await collection.delete(where: FilterText("time >= 0")) }
    }

    private static func allow(_ body: () async throws -> some Any) async throws {
        do { _ = try await body() } catch is EngineError {}
    }
}

/// Seeded damage to one of some files.
struct Damage {
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed &+ 1000)
    }

    mutating func strike(_ paths: [String]) throws -> String {
        // The segments have most of what can be wrong.
        let large = paths.filter { $0.contains("/segment-") }
        let path = try #require((Bool.random(using: &random) ? large : paths).randomElement(using: &random))
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        guard !bytes.isEmpty else { return "none" }
        let said: String
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
            said = "cut off at \(bytes.count)"
        case 1:
            let start = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, start + Int.random(in: 1...4096, using: &random))
            for index in start..<end { bytes[index] = 0 }
            said = "zeros \(start)..<\(end)"
        case 2:
            let start = Int.random(in: 0..<bytes.count, using: &random)
            let end = min(bytes.count, start + Int.random(in: 1...256, using: &random))
            for index in start..<end { bytes[index] = UInt8.random(in: 0...255, using: &random) }
            said = "noise \(start)..<\(end)"
        default:
            let count = Int.random(in: 1...8, using: &random)
            for _ in 0..<count {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            said = "\(count) flipped bits"
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return "\(path.split(separator: "/").last ?? "") \(said)"
    }
}
