import Arguments
import Foundation
import JSONStream
import VectorEngine

/// Writes to a store until it is done or killed, and says what was acknowledged. The crash test of the engine kills it.
struct EngineWriteBench: Measurement {
    static let name = "engine-write"
    static let summary = "Writes seeded batches to a store, and prints the number of each that was acknowledged."
    static let parameters: [Parameter<Self>] = [
        .positional("FOLDER", \.folder, "The store."),
        .option("seed", \.seed, value: "N", "What the batches are made of."),
        .option("first", \.first, value: "N", "The number of the first batch."),
        .option("batches", \.batches, value: "N", "How many."),
    ]

    var folder = ""
    var seed = 1
    var first = 0
    var batches = 1000

    func measure() async throws -> String {
        let note = "quarry-bench engine-write, process \(ProcessInfo.processInfo.processIdentifier)"
        let store = try EmbeddedStore(folder, .writing(note: note), limits: EngineScript.limits)
        let name = EngineScript.schema.name
        let isThere = try await store.collectionNames().contains(name)
        let collection =
            isThere ? try await store.collection(name) : try await store.createCollection(EngineScript.schema)
        let script = EngineScript(seed: UInt64(seed))
        let watch = StopWatch()
        for number in first..<first + batches {
            try await script.step(number).act(on: collection)
            // Past every buffer of ours: what is read after a kill is what was acknowledged.
            FileHandle.standardOutput.write(Data("\(number)\n".utf8))
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("batches", batches)
            writer.member("seconds", watch.seconds)
        }
        return writer.text
    }
}

extension EngineScript.Step {
    fileprivate func act(on collection: any VectorCollection) async throws {
        switch self {
        case .upsert(let records): try await collection.upsert(records)
        case .delete(let keys): try await collection.delete(keys)
        case .deleteGroup(let group): try await collection.delete(where: FilterText("group == \(group)"))
        case .flush: try await collection.flush()
        case .compact: try await collection.compact()
        }
    }
}
