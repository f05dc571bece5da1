import Embedding
import Glibc
import Store
import VectorEngine

/// The documents of a set as a collection.
struct RetrievalCorpus {
    let set: RetrievalSet
    /// Where the collection stays; nil for a folder that goes after its use.
    let folder: String?

    private static let portion = 4096

    /// Lends the collection. Without an encoder, words alone can be searched.
    func withCollection<Value>(
        encoder: (any TextEncoder)?, progress: EmbedProgress, _ body: (any VectorCollection) async throws -> Value
    ) async throws -> Value {
        if let folder { return try await body(collection(in: folder, encoder, progress)) }
        let folder = try Self.temporaryFolder()
        let outcome: Result<Value, any Error>
        do {
            outcome = .success(try await body(collection(in: folder, encoder, progress)))
        } catch {
            outcome = .failure(error)
        }
        let removal = Result { try EmbeddedStore.remove(folder) }
        // What failed first is told.
        let value = try outcome.get()
        try removal.get()
        return value
    }

    private static func temporaryFolder() throws(EngineError) -> String {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var path = Array((parent + "/quarry-eval-XXXXXX").utf8CString)
        guard mkdtemp(&path) != nil else { throw .cannotWrite(path: parent, code: errno) }
        return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func collection(
        in folder: String, _ encoder: (any TextEncoder)?, _ progress: EmbedProgress
    ) async throws -> any VectorCollection {
        let store = try EmbeddedStore(folder, .writing(note: "quarry eval, process \(getpid())"))
        let schema = try await schema(encoder)
        if try await store.collectionNames().contains(schema.name) { return try await store.collection(schema.name) }
        let collection = try await store.createCollection(schema)
        var records: [Record] = []
        for start in stride(from: 0, to: set.documents.count, by: Self.portion) {
            let part = set.documents[start..<min(start + Self.portion, set.documents.count)]
            let vectors = try await encoder?.encode(part.map(\.text), as: .passage, progress: progress.portion())
            records += part.enumerated().map { index, item in
                Record(
                    .string(item.id), vectors: vectors.map { ["vector": Array($0[index])] } ?? [:],
                    fields: ["text": .string(item.text)])
            }
        }
        try await collection.upsert(records)
        try await collection.compact()
        return collection
    }

    /// Its name says what it was made of, so that it is found again only by what would make the same.
    private func schema(_ encoder: (any TextEncoder)?) async throws -> CollectionSchema {
        let identity = try await encoder?.identity
        var parts = set.documents.flatMap { [$0.id, $0.text] }
        parts += [identity?.model ?? "", identity?.precision ?? ""]
        let hash = ContentHash(of: Array(parts.joined(separator: "\u{0}").utf8))
        return CollectionSchema(
            "corpus_\(String("\(hash)".prefix(16)))", keyType: .string,
            dense: identity.map { [DenseField("vector", dimension: $0.dimension)] } ?? [],
            sparse: [SparseField("words", .text(field: "text"))], scalars: [ScalarField("text", .string)])
    }
}
