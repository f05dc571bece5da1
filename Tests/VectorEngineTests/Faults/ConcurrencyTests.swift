import Foundation
import TestSupport
import Testing

@testable import VectorEngine

@Suite("Readers and writers at once")
struct ConcurrencyTests {
    private static let schema = CollectionSchema(
        "counters", dense: [DenseField("vector", dimension: 4, metric: .innerProduct)],
        sparse: [SparseField("words", .text(field: "text"))],
        scalars: [ScalarField("text", .string), ScalarField("counter", .int64)])
    private static let keys = 10
    private static let batches = 150

    @Test("a reader sees all of a batch or nothing, whatever is flushed, compacted and removed meanwhile")
    func batches() async throws {
        let folder = try ScratchFolder()
        let path = folder.path("store")
        let store = try EmbeddedStore(path, .writing(note: "a test"), limits: WriteLimits(recordsInMemory: 35))
        let collection = try await store.createCollection(Self.schema)
        try await collection.upsert(Self.batch(0))
        let beside = try EmbeddedStore(path, .reading)
        let watched = try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask { try await Self.write(to: collection) }
            group.addTask { try await Self.watch { collection } }
            group.addTask { try await Self.watch { try await beside.collection("counters") } }
            return try await group.reduce(0, +)
        }
        // Both readers saw more than one state.
        #expect(watched >= 4, "\(watched)")
        #expect(try await Self.counter(of: beside.collection("counters")) == Int64(Self.batches))
    }

    /// Returns 0, for it watches nothing.
    private static func write(to collection: any VectorCollection) async throws -> Int {
        for number in 1...batches {
            try await collection.upsert(batch(number))
            if number % 3 == 0 { try await collection.flush() }
            if number % 7 == 0 { try await collection.compact() }
            if number % 11 == 0 { try await collection.delete([.int(-1)]) }
            if number % 13 == 0 { try await collection.upsert([record(-1, counter: 0)]) }
        }
        return 0
    }

    private static func batch(_ number: Int) -> [Record] {
        (0..<keys).map { record(Int64($0), counter: number) }
    }

    private static func record(_ key: Int64, counter: Int) -> Record {
        Record(
            .int(key), vectors: ["vector": [Float(counter), 1, 0, Float(key)]],
            fields: ["text": .string("w\(counter)x word"), "counter": .int(Int64(counter))])
    }

    /// Asks until the last batch is there. Returns how many states it saw.
    private static func watch(_ collection: () async throws -> any VectorCollection) async throws -> Int {
        var seen: Int64 = -1
        var states = 0
        while seen < Int64(batches) {
            let counter = try await counter(of: collection())
            #expect(counter >= seen, "an older state came back")
            if counter > seen { states += 1 }
            seen = counter
        }
        return states
    }

    /// The one counter that all records have, by every way of asking.
    private static func counter(of collection: any VectorCollection) async throws -> Int64 {
        let records = try await collection.query(
            FilterText("id >= 0"), fields: ["counter"], limit: 100, offset: 0)
        let counters = Set(records.map { $0.fields["counter"] })
        #expect(records.count == keys && counters.count == 1, "a mixture: \(counters)")
        var near = SearchRequest(.dense(field: "vector", [1, 0, 0, 0]), limit: 20)
        near.output = ["counter"]
        near.filter = FilterText("id >= 0")
        let hits = try await collection.search(near)
        #expect(hits.count == keys && Set(hits.map { $0.fields["counter"] }).count == 1, "a mixture: \(hits)")
        #expect(Set(hits.map(\.score)).count == 1)
        guard case .int(let counter) = counters.first ?? nil else { return -1 }
        let worded = SearchRequest(.text(field: "words", "word"), limit: 20)
        #expect(try await collection.search(worded).filter { $0.key >= .int(0) }.count == keys)
        return counter
    }

    @Test("a second writer is told who holds the store, as long as anything of the first is in use")
    func twoWriters() async throws {
        let folder = try ScratchFolder()
        let path = folder.path("store")
        var first: EmbeddedStore? = try EmbeddedStore(path, .writing(note: "the first"))
        let held = EngineError.held(path: path, by: "the first")
        #expect(throws: held) { try EmbeddedStore(path, .writing(note: "the second")) }
        var collection = try await first?.createCollection(Self.schema)
        first = nil
        // Its collection still writes.
        #expect(throws: held) { try EmbeddedStore(path, .writing(note: "the second")) }
        try await collection?.upsert(Self.batch(1))
        collection = nil
        let second = try EmbeddedStore(path, .writing(note: "the second"))
        #expect(try await second.collection("counters").count(nil) == Self.keys)
    }

    @Test("a collection is opened once, however many ask for it at once")
    func oneObject() async throws {
        let folder = try ScratchFolder()
        let store = try EmbeddedStore(folder.path("store"), .writing(note: "a test"))
        _ = try await store.createCollection(Self.schema)
        let again = try await withThrowingTaskGroup(of: ObjectIdentifier?.self) { group in
            for _ in 0..<32 {
                group.addTask {
                    (try await store.collection("counters") as? EmbeddedCollection).map { ObjectIdentifier($0) }
                }
            }
            return try await group.reduce(into: Set<ObjectIdentifier?>()) { $0.insert($1) }
        }
        #expect(again.count == 1 && again.first != .some(nil))
    }

    @Test("a dropped collection refuses its writers, still answers its readers, and can be made anew")
    func dropped() async throws {
        let folder = try ScratchFolder()
        let path = folder.path("store")
        let store = try EmbeddedStore(path, .writing(note: "a test"))
        let old = try await store.createCollection(Self.schema)
        try await old.upsert(Self.batch(1))
        try await old.flush()
        try await store.dropCollection("counters")
        #expect(try await Self.counter(of: old) == 1)
        await #expect(throws: EngineError.notWritable(path: path + "/counters")) {
            try await old.upsert(Self.batch(2))
        }
        #expect(try await store.collectionNames().isEmpty)
        #expect(try await store.createCollection(Self.schema).count(nil) == 0)
    }
}
