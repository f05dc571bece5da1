import Embedding
import Glibc
import Store
import VectorEngine

/// The documents of a set as a collection, in a folder that stays, or in one that goes with this.
final class RetrievalCorpus {
    private let set: RetrievalSet
    private let folder: String
    private let isTemporary: Bool

    private static let portion = 4096

    init(_ set: RetrievalSet, folder: String?) throws {
        self.set = set
        isTemporary = folder == nil
        guard let folder else {
            var template = Array(
                ((getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp") + "/quarry-eval-XXXXXX").utf8CString)
            guard let made = mkdtemp(&template) else {
                throw EngineError.cannotWrite(
                    path: String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self), code: errno)
            }
            self.folder = String(cString: made)
            return
        }
        self.folder = folder
    }

    deinit {
        if isTemporary { RetrievalCorpus.remove(folder) }
    }

    /// Without an encoder, words alone can be searched.
    func collection(encoder: (any TextEncoder)?, progress: EmbedProgress) async throws -> any VectorCollection {
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

    /// A store has two levels of folders, and nothing else lies in one of ours.
    private static func remove(_ folder: String) {
        for name in names(folder) {
            for inner in names(folder + "/" + name) { unlink("\(folder)/\(name)/\(inner)") }
            if rmdir("\(folder)/\(name)") != 0 { unlink("\(folder)/\(name)") }
        }
        rmdir(folder)
    }

    private static func names(_ folder: String) -> [String] {
        guard let open = opendir(folder) else { return [] }
        defer { closedir(open) }
        var names: [String] = []
        while let entry = readdir(open) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}

/// Whether files exist.
enum FileExistence {
    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }
}
