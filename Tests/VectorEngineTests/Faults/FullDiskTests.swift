import Foundation
import TestSupport
import Testing

@testable import VectorEngine

@Suite(
    "A full disk", .serialized,
    .enabled(if: TinyDisk.hindrance == nil, Comment(rawValue: TinyDisk.hindrance ?? "")))
struct FullDiskTests {
    /// What is done with next to no room, and what it makes of the model.
    enum Action: String, CaseIterable {
        case upsert, upsertLarge, flush, compact

        /// The files of which at least one must have been refused.
        var files: Set<String> {
            switch self {
            case .upsert: ["log"]
            case .upsertLarge: ["segment"]
            case .flush: ["segment", "deleted", "log", "manifest.json.new"]
            case .compact: ["segment", "log", "manifest.json.new"]
            }
        }
    }

    @Test("refuses with its reason, loses nothing, leaves nothing half written, and goes on when there is room")
    func noRoom() async throws {
        let disk = try TinyDisk(pages: 600)
        let path = disk.path + "/store"
        let schema = CollectionScript.schema(keyType: .int64, metric: .innerProduct)
        var script = CollectionScript(seed: 21)
        var model = ModelCollection(schema)
        let limits = WriteLimits(recordsOfFile: 100)
        let store = try EmbeddedStore(path, .writing(note: "a test"), limits: limits)
        let collection = try await store.createCollection(schema)
        func upsert(_ records: [Record]) async throws {
            try await collection.upsert(records)
            model.upsert(records)
        }
        try await upsert((0..<150).map { script.record(script.key($0, .int64)) })

        for action in Action.allCases {
            try await upsert((0..<30).map { _ in script.record(script.key(script.number(0..<200), .int64)) })
            let keys = model.records.keys.sorted().prefix(5)
            try await collection.delete(Array(keys))
            model.delete(keys)
            let batch = (0..<(action == .upsertLarge ? 120 : 30)).map { script.record(script.key($0 * 2, .int64)) }
            func act() async throws {
                switch action {
                case .upsert, .upsertLarge: try await collection.upsert(batch)
                case .flush: try await collection.flush()
                case .compact: try await collection.compact()
                }
            }
            var refused: Set<String> = []
            var isDone = false
            for pages in 0..<200 where !isDone {
                try disk.leave(pages: pages)
                do {
                    try await act()
                    isDone = true
                    switch action {
                    case .upsert, .upsertLarge: model.upsert(batch)
                    case .flush, .compact: break
                    }
                } catch EngineError.cannotWrite(let file, let code) {
                    #expect(code == ENOSPC, "\(action)")
                    refused.insert(Self.kind(of: file))
                }
                try await check(collection, model)
                try await check(EmbeddedStore(path, .reading).collection(schema.name), model)
                try checkFiles(path + "/" + schema.name)
            }
            #expect(isDone, "\(action)")
            #expect(action.files.subtracting(refused).isEmpty, "\(action): only \(refused) were refused")
            try disk.clear()
            try await upsert((0..<5).map { _ in script.record(script.key(script.number(0..<200), .int64)) })
        }
        var conformance = CollectionConformance(collection: collection, model: model, script: script)
        try await conformance.check()
        #expect(try await collection.verify().isEmpty)
    }

    @Test("keeps a collection from being made, and leaves nothing of it")
    func noCollection() async throws {
        let disk = try TinyDisk(pages: 60)
        let path = disk.path + "/store"
        let store = try EmbeddedStore(path, .writing(note: "a test"))
        let schema = CollectionScript.schema(keyType: .string, metric: .cosine)
        var isMade = false
        for pages in 0..<20 where !isMade {
            try disk.leave(pages: pages)
            do {
                _ = try await store.createCollection(schema)
                isMade = true
            } catch EngineError.cannotWrite(_, let code) {
                #expect(code == ENOSPC)
                #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["lock"])
            }
        }
        #expect(isMade)
        #expect(try await store.collection(schema.name).count(nil) == 0)
    }

    @Test("lets batches through that a flush has no room for")
    func noFlush() async throws {
        let disk = try TinyDisk(pages: 600)
        let schema = CollectionScript.schema(keyType: .int64, metric: .innerProduct)
        var script = CollectionScript(seed: 22)
        var model = ModelCollection(schema)
        let limits = WriteLimits(recordsInMemory: 40, recordsOfFile: 1000)
        let store = try EmbeddedStore(disk.path + "/store", .writing(note: "a test"), limits: limits)
        let collection = try await store.createCollection(schema)
        try disk.leave(pages: 6)
        for number in 0..<60 {
            let records = [script.record(script.key(number, .int64))]
            try await collection.upsert(records)
            model.upsert(records)
        }
        #expect(try await collection.statistics().unflushedRecords == 60)
        try disk.clear()
        for number in 60..<120 {
            let records = [script.record(script.key(number, .int64))]
            try await collection.upsert(records)
            model.upsert(records)
        }
        #expect(try await collection.statistics().unflushedRecords < 60)
        try await check(collection, model)
    }

    private static func kind(of file: String) -> String {
        let name = file.split(separator: "/").last.map(String.init) ?? file
        return name.hasPrefix("manifest") ? name : String(name.prefix { $0 != "-" })
    }

    private func check(_ collection: any VectorCollection, _ model: ModelCollection) async throws {
        #expect(try await collection.count(nil) == model.records.count)
        let found = try await collection.get(model.records.keys.sorted(), fields: ["time"])
        #expect(found.map(\.key) == model.records.keys.sorted())
        for record in found { #expect(record.fields["time"] == model.records[record.key]?.fields["time"]) }
    }

    /// Only what the manifest names.
    private func checkFiles(_ folder: String) throws {
        let folder = CollectionFolder(path: folder)
        #expect(try Set(folder.names()) == folder.manifest.files)
    }
}
