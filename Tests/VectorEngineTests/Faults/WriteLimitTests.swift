import Foundation
import TestSupport
import Testing

@testable import VectorEngine

@Suite("What a collection keeps before it makes a file")
struct WriteLimitTests {
    @Test("a log stays short, also where the same records are replaced, or written and deleted, again and again")
    func log() async throws {
        let folder = try ScratchFolder()
        let limits = WriteLimits(logBytes: 20_000)
        let store = try EmbeddedStore(folder.path("store"), .writing(note: "a test"), limits: limits)
        let schema = CollectionScript.schema(keyType: .int64, metric: .cosine)
        let collection = try await store.createCollection(schema)
        var script = CollectionScript(seed: 41)
        for number in 0..<60 {
            let batch = (0..<5).map { script.record(script.key($0, .int64)) }
            try await collection.upsert(batch)
            if number % 2 == 0 { try await collection.delete(batch.map(\.key)) }
            let manifest = try Manifest(readingFrom: folder.path("store/passages"))
            #expect(try folder.size(of: "store/passages/" + manifest.logName) < 25_000)
        }
        #expect(try await collection.count(nil) == 5)
    }

    @Test("a batch of many records, twice, then their deletion in one, leaves nothing")
    func large() async throws {
        let folder = try ScratchFolder()
        let store = try EmbeddedStore(folder.path("store"), .writing(note: "a test"))
        let schema = CollectionSchema(
            "numbers", dense: [DenseField("vector", dimension: 4, metric: .innerProduct)],
            scalars: [ScalarField("number", .int64)])
        let collection = try await store.createCollection(schema)
        let records = (0..<9000).map { number in
            Record(
                .int(Int64(number)), vectors: ["vector": [Float(number), 1, 0, 0]],
                fields: ["number": .int(Int64(number))])
        }
        try await collection.upsert(records)
        try await collection.upsert(records)
        #expect(try await collection.count(nil) == 9000)
        let statistics = try await collection.statistics()
        #expect(statistics.segments == 1 && statistics.unflushedRecords == 0)
        let size = try folder.size(of: "numbers", in: "store")
        #expect(statistics.bytes <= size && statistics.bytes > size * 9 / 10, "\(statistics.bytes) of \(size)")
        #expect(try await collection.delete(where: FilterText("number >= 0")) == 9000)
        #expect(try await collection.count(nil) == 0)
        try await collection.compact()
        #expect(try await collection.statistics().segments == 0)
        #expect(try await EmbeddedStore(folder.path("store"), .reading).collection("numbers").count(nil) == 0)
    }
}

extension ScratchFolder {
    /// Of the files of a folder.
    fileprivate func size(of name: String, in parent: String) throws -> Int {
        let path = "\(parent)/\(name)"
        return try FileManager.default.contentsOfDirectory(atPath: self.path(path)).reduce(0) {
            try $0 + size(of: "\(path)/\($1)")
        }
    }
}
