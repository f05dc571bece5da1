import Foundation
import TestSupport
import Testing

@testable import VectorEngine

@Suite("Embedded collections")
struct EmbeddedCollectionTests {
    @Test(
        "answer like a dictionary that is searched record by record, through every kind of change and a reopening",
        arguments: [
            (KeyType.int64, Metric.cosine, DenseIndexKind.auto, 1 as UInt64), (.string, .euclidean, .exact, 2),
            (.int64, .innerProduct, .quantised, 3), (.string, .cosine, .invertedFile, 4),
        ])
    func conforms(keyType: KeyType, metric: Metric, index: DenseIndexKind, seed: UInt64) async throws {
        let folder = try ScratchFolder()
        let schema = CollectionScript.schema(keyType: keyType, metric: metric, index: index)
        var script = CollectionScript(seed: seed)
        var model = ModelCollection(schema)
        var store: EmbeddedStore? = try EmbeddedStore(folder.path("store"), .writing(note: "a test"))
        var collection = try #require(try await store?.createCollection(schema))
        for step in 0..<40 {
            switch script.number(0..<10) {
            case 0:
                let keys = (0..<script.number(1..<20)).map { _ in script.key(script.number(0..<300), keyType) }
                let count = try await collection.delete(keys)
                #expect(count == Set(keys).filter { model.records[$0] != nil }.count)
                model.delete(keys)
            case 1:
                let keys = model.keys { $0.fields["channel"] == .string("dev") && $0.fields["extra"] == .int(1) }
                #expect(
                    try await collection.delete(where: FilterText("channel == \"dev\" and extra == 1")) == keys.count)
                model.delete(keys)
            case 2: try await collection.flush()
            case 3: try await collection.compact()
            case 4:
                await (collection as? EmbeddedCollection)?.close()
                store = nil
                store = try EmbeddedStore(folder.path("store"), .writing(note: "a test"))
                collection = try #require(try await store?.collection("passages"))
            default:
                let batch = script.batch(upTo: 40, keys: 300, keyType)
                try await collection.upsert(batch)
                model.upsert(batch)
            }
            guard step % 4 == 3 else { continue }
            var conformance = CollectionConformance(collection: collection, model: model, script: script)
            try await conformance.check()
            script = conformance.script
        }
        #expect(try await collection.verify().isEmpty)
    }

    @Test(
        "know the nearest records of each, by vectors, by words, and of another collection's",
        arguments: Metric.allCases)
    func neighbours(metric: Metric) async throws {
        let folder = try ScratchFolder()
        let store = try EmbeddedStore(folder.path("store"), .writing(note: "a test"))
        var script = CollectionScript(seed: 9)
        var made: [(collection: any VectorCollection, model: ModelCollection)] = []
        for (name, count) in [("first", 120), ("second", 45)] {
            var schema = CollectionScript.schema(keyType: .string, metric: metric)
            schema.name = name
            var model = ModelCollection(schema)
            let collection = try await store.createCollection(schema)
            while model.records.count < count {
                let batch = script.batch(upTo: 40, keys: 300, .string)
                try await collection.upsert(batch)
                model.upsert(batch)
            }
            let gone = Array(model.records.keys.sorted().prefix(7))
            try await collection.delete(gone)
            model.delete(gone)
            made.append((collection, model))
        }
        let conformance = NeighbourConformance(
            collection: made[0].collection, model: made[0].model, other: made[1].collection, otherModel: made[1].model)
        try await conformance.check()
    }
}
