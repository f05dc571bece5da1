import Foundation
import TestSupport
import Testing
import VectorEngine

@testable import quarry_bench

/// Kills the real process at random moments of what it does to a collection, opens the store again, compares it with what the
/// acknowledged batches make, and goes on from there in the same folder. `make test-crash` does it 100 times.
@Suite("A killed writer of the engine", .serialized)
struct EngineCrashTests {
    private static var count: Int {
        ProcessInfo.processInfo.environment["QUARRY_ENGINE_CRASHES"].flatMap(Int.init) ?? 8
    }

    @Test("leaves every acknowledged batch, and of the one in flight all or nothing")
    func killed() async throws {
        let folder = try ScratchFolder()
        let store = folder.path("store")
        let seed = Int.random(in: 1...1_000_000)
        var model = EngineModel(seed: UInt64(seed))
        var killedAtWork = 0
        for round in 0..<Self.count {
            let milliseconds = Int.random(in: 20...600)
            let running = try start(store, seed: seed, first: model.next)
            running.send(SIGKILL, after: .milliseconds(milliseconds))
            let outcome = try running.outcome()
            let moment: Comment = "seed \(seed), round \(round), killed after \(milliseconds) ms: \(outcome.errors)"
            #expect(outcome.code == SIGKILL, moment)
            let acknowledged = Self.lines(of: outcome.output)
            if acknowledged > 0 { killedAtWork += 1 }
            for _ in 0..<acknowledged { model.advance() }
            guard FileManager.default.fileExists(atPath: store) else { continue }

            let found = try await records(in: EmbeddedStore(store, .reading))
            if found != model.records {
                model.advance()
                try #require(found == model.records, moment)
            }
            let writer = try EmbeddedStore(store, .writing(note: "the test"), limits: EngineScript.limits)
            #expect(try await records(in: writer) == model.records, moment)
            try await check(writer, folder: store + "/passages", model, moment)
        }
        #expect(killedAtWork > 0, "no run was killed at its work")
    }

    @Test("is seen by readers only between its batches, and holds the store against another writer")
    func watched() async throws {
        let folder = try ScratchFolder()
        let store = folder.path("store")
        var model = EngineModel(seed: 5)
        let running = try start(store, seed: 5, first: 0)
        defer { running.send(SIGKILL) }
        try Self.waits(until: { try running.acknowledged() > 0 })
        let process = running.process.id
        let holder = EngineError.held(path: store, by: "quarry-bench engine-write, process \(process)")
        #expect(throws: holder) { try EmbeddedStore(store, .writing(note: "the test")) }

        let reader = try EmbeddedStore(store, .reading)
        var states: Set<Int> = []
        for _ in 0..<40 {
            let before = try running.acknowledged()
            let found = try await records(in: reader)
            let after = try running.acknowledged() + 1
            while model.next < before { model.advance() }
            while found != model.records, model.next <= after { model.advance() }
            try #require(found == model.records, "a state between batches \(before) and \(after)")
            states.insert(model.next)
        }
        #expect(states.count > 2, "the writer did nothing meanwhile")
        running.send(SIGKILL)
        _ = try running.outcome()
        _ = try EmbeddedStore(store, .writing(note: "the test"))
    }

    private func start(_ store: String, seed: Int, first: Int) throws -> RunningProgram {
        try Program(name: "quarry-bench").start([
            "engine-write", store, "--seed", "\(seed)", "--first", "\(first)", "--batches", "1000000",
        ])
    }

    /// Everything that a store has; nothing where it was killed before it had a collection.
    private func records(in store: EmbeddedStore) async throws -> [RecordKey: Record] {
        let name = EngineScript.schema.name
        guard try await store.collectionNames().contains(name) else { return [:] }
        let all = try await store.collection(name).query(
            FilterText("step >= 0"), fields: ["*"], limit: EngineScript.keys + 1, offset: 0)
        return Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0) })
    }

    /// What else must be right: checksums, indexes, and that no file is left over.
    private func check(
        _ store: EmbeddedStore, folder: String, _ model: EngineModel, _ moment: Comment
    ) async throws {
        let name = EngineScript.schema.name
        guard try await store.collectionNames().contains(name) else { return }
        let collection = try await store.collection(name)
        #expect(try await collection.verify().isEmpty, moment)
        for record in model.records.values.prefix(3) {
            guard case .string(let text) = record.fields["text"], let vector = record.vectors["vector"] else {
                continue
            }
            let best = model.records.values.map { $0.product(with: vector) }.max() ?? 0
            let near = try await collection.search(SearchRequest(.dense(field: "vector", vector), limit: 1))
            #expect(abs((near.first?.score ?? 0) - best) < 1e-4, moment)
            let worded = try await collection.search(
                SearchRequest(.text(field: "words", text), limit: EngineScript.keys))
            #expect(worded.map(\.key).contains(record.key), moment)
            #expect(worded.allSatisfy { model.records[$0.key] != nil }, moment)
        }
        try await collection.flush()
        try await collection.compact()
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files.count == (model.records.isEmpty ? 2 : 3), "\(moment) \(files)")
    }

    /// Whole ones: what a half one names was written, but that was not said.
    fileprivate static func lines(of text: String) -> Int {
        text.utf8.count { $0 == UInt8(ascii: "\n") }
    }

    /// Waits for what a process does soon.
    private static func waits(until isSo: () throws -> Bool) throws {
        for _ in 0..<1000 where try !isSo() { usleep(10_000) }
        #expect(try isSo())
    }
}

extension RunningProgram {
    /// Batches that it has said are written.
    fileprivate func acknowledged() throws -> Int {
        EngineCrashTests.lines(of: try printed())
    }
}

extension Record {
    fileprivate func product(with vector: [Float]) -> Float {
        zip(vectors["vector"] ?? [], vector).reduce(0) { $0 + $1.0 * $1.1 }
    }
}

/// What a script makes of a collection.
struct EngineModel {
    private let script: EngineScript
    private(set) var records: [RecordKey: Record] = [:]
    /// The number of the next step.
    private(set) var next = 0

    init(seed: UInt64) {
        script = EngineScript(seed: seed)
    }

    mutating func advance() {
        switch script.step(next) {
        case .upsert(let batch): for record in batch { records[record.key] = record }
        case .delete(let keys): for key in keys { records[key] = nil }
        case .deleteGroup(let group): records = records.filter { $0.value.fields["group"] != .int(group) }
        case .flush, .compact: break
        }
        next += 1
    }
}
