import Conversations
import Embedding
import Glibc
import VectorEngine

/// The last stage: passages become vectors and can be searched.
///
/// It follows the keys of passages, which only grow, and removes those that are no more. A text is encoded once ever; the
/// collection can be made again from the database, and is where it is missing.
public struct PassageIndexing: Sendable {
    let folder: StateFolder
    let store: ConversationStore
    let encoder: EncoderSource
    let report: @Sendable (RunEvent) -> Void

    /// What one run has done.
    public struct Outcome: Sendable, Equatable {
        /// Passages that were new, had changed, or were indexed again.
        public var indexed = 0
        /// Texts that had no vector.
        public var encoded = 0
        public var removed = 0
    }

    private static let portion = 512
    private static let removedAtOnce = 10_000
    /// A collection is made one segment when it has grown by so much of what it was then, or has so many deleted rows: so what
    /// that costs, spread over the nights, follows what they bring.
    private static let mostGrowth = 0.5
    private static let mostDeleted = 0.3
    private static let fewSegments = 4
    /// Records that stand in the log alone are indexed anew by every reader that opens the collection.
    private static let mostUnflushed = 200

    func run() async throws -> Outcome {
        var outcome = Outcome()
        let state = try IndexState(path: folder.databasePath)
        guard try await hasWork(state) else { return outcome }
        let opened = try encoder.open()
        let identity = try await opened?.identity
        let last = try await store.passageCount()
        if opened == nil, last > 0 { report(.noEncoder) }
        report(.began(.index))
        let engine = try EmbeddedStore(
            folder.vectorsPath, .writing(note: "an index being made, process \(getpid())"))
        let collection = try await collection(PassageCollection.schema(identity), in: engine, state)
        try await add(to: collection, by: opened, state, &outcome)
        guard !Task.isCancelled else { return outcome }
        try await remove(from: collection, &outcome)
        try await tidy(collection, state)
        try await state.search(collection.schema.name, encoder: encoder.name)
        for name in try await engine.collectionNames() where name != collection.schema.name {
            try await engine.dropCollection(name)
        }
        return outcome
    }

    private func hasWork(_ state: IndexState) async throws -> Bool {
        guard let mark = try await state.mark(), mark.encoder == encoder.name else { return true }
        let isThere = access("\(folder.vectorsPath)/\(mark.collection)", F_OK) == 0
        guard isThere, try await store.lastPassage() <= mark.passage else { return true }
        return try await !store.retiredPassages(limit: 1).isEmpty
    }

    /// The collection with what it holds, or an empty one where it is not what the database says.
    private func collection(
        _ schema: CollectionSchema, in engine: EmbeddedStore, _ state: IndexState
    ) async throws -> any VectorCollection {
        if try await engine.collectionNames().contains(schema.name) {
            if let passage = try await state.passage(of: schema.name) {
                let collection = try await engine.collection(schema.name)
                // What was retired may stand in it yet, and what was added last may be missing in the mark.
                let known = try await store.passageCount() - store.passageCount(after: passage)
                if try await collection.count(FilterText("passage <= \(passage)")) >= known { return collection }
            }
            try await engine.dropCollection(schema.name)
        }
        try await state.forget(schema.name)
        return try await engine.createCollection(schema)
    }

    // MARK: Adding

    private func add(
        to collection: any VectorCollection, by encoder: (any TextEncoder)?, _ state: IndexState,
        _ outcome: inout Outcome
    ) async throws {
        let name = collection.schema.name
        var mark = try await state.passage(of: name) ?? 0
        let total = try await store.passageCount(after: mark)
        while !Task.isCancelled {
            let passages = try await store.passages(after: mark, limit: Self.portion)
            guard let last = passages.last else { break }
            let texts = passages.map(\.content.passage.text)
            let vectors = try await vectors(of: texts, by: encoder, state, &outcome)
            try await collection.upsert(
                passages.enumerated().map { PassageCollection.record($1, vector: vectors?[$0]) })
            mark = last.key
            try await state.setPassage(mark, of: name)
            outcome.indexed += passages.count
            report(.progressed(RunProgress(done: outcome.indexed, total: total, count: outcome.indexed)))
        }
        // An empty archive has an index, too.
        try await state.setPassage(mark, of: name)
    }

    /// Those that are kept, and of the others what the encoder says, kept from now on.
    private func vectors(
        of texts: [String], by encoder: (any TextEncoder)?, _ state: IndexState, _ outcome: inout Outcome
    ) async throws -> [[Float]]? {
        guard let encoder else { return nil }
        let identity = try await encoder.identity
        var vectors = try await state.vectors(of: texts, by: identity)
        var missing: [String] = []
        for (text, vector) in zip(texts, vectors) where vector == nil && !missing.contains(text) {
            missing.append(text)
        }
        if !missing.isEmpty {
            try await state.keep(encoder.encode(missing, as: .passage), of: missing, by: identity)
            outcome.encoded += missing.count
            // As any later run sees them.
            vectors = try await state.vectors(of: texts, by: identity)
        }
        return vectors.map { $0 ?? [] }
    }

    // MARK: Removing

    private func remove(from collection: any VectorCollection, _ outcome: inout Outcome) async throws {
        while case let keys = try await store.retiredPassages(limit: Self.removedAtOnce), !keys.isEmpty {
            outcome.removed += try await collection.delete(keys.map(RecordKey.int))
            try await store.forgetRetired(keys)
        }
    }

    private func tidy(_ collection: any VectorCollection, _ state: IndexState) async throws {
        let statistics = try await collection.statistics()
        let before = try await state.compacted(collection.schema.name)
        if statistics.unflushedRecords > Self.mostUnflushed { try await collection.flush() }
        let hasGrown =
            statistics.segments > Self.fewSegments
            && Double(statistics.records - before) > Self.mostGrowth * Double(before)
        guard hasGrown || Double(statistics.deletedRows) > Self.mostDeleted * Double(max(statistics.records, 1)) else {
            return
        }
        try await collection.compact()
        try await state.setCompacted(statistics.records, of: collection.schema.name)
    }
}
