import Glibc
import Store

/// Collections in a folder of this machine, written by one process at a time and read by any number.
public actor EmbeddedStore: VectorStore {
    private let path: String
    private let lock: LockHolder?
    private var collections: [String: EmbeddedCollection] = [:]
    private let executor: SerialQueueExecutor

    public enum Mode: Sendable {
        /// Beside whoever writes. Each collection that is asked for is read anew.
        case reading
        /// Alone. `note` tells others who holds the store.
        case writing(note: String)
    }

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    public init(_ path: String, _ mode: Mode) throws(EngineError) {
        self.path = path
        executor = SerialQueueExecutor(label: "store \(path)")
        guard case .writing(let note) = mode else {
            lock = nil
            return
        }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw .cannotWrite(path: path, code: errno) }
        lock = try LockHolder(path, note: note)
    }

    public func collectionNames() async throws -> [String] {
        guard access(path, F_OK) == 0 else { return [] }
        return try CollectionFolder(path: path).names().filter { access("\(path)/\($0)/\(Manifest.name)", F_OK) == 0 }
    }

    public func createCollection(_ schema: CollectionSchema) async throws -> any VectorCollection {
        guard lock != nil else { throw EngineError.notWritable(path: path) }
        guard try await !collectionNames().contains(schema.name) else {
            throw EngineError.alreadyThere(collection: schema.name)
        }
        try EmbeddedCollection.create(schema, in: folder(of: schema.name))
        return try await collection(schema.name)
    }

    public func collection(_ name: String) async throws -> any VectorCollection {
        if let known = collections[name] { return known }
        let names = try await collectionNames()
        guard names.contains(name) else { throw EngineError.noSuchCollection(name, known: names) }
        let collection = try open(name)
        if lock != nil { collections[name] = collection }
        return collection
    }

    public func dropCollection(_ name: String) async throws {
        guard lock != nil else { throw EngineError.notWritable(path: path) }
        let names = try await collectionNames()
        guard names.contains(name) else { throw EngineError.noSuchCollection(name, known: names) }
        await collections.removeValue(forKey: name)?.close()
        // Without its manifest it is no collection; what a kill leaves of the rest is removed when the name is used again.
        let folder = folder(of: name)
        guard unlink(folder.file(Manifest.name)) == 0 else {
            throw EngineError.cannotWrite(path: folder.file(Manifest.name), code: errno)
        }
        try folder.removeAll(except: [])
        rmdir(folder.path)
        try AtomicFile.syncFolder(of: folder.path)
    }

    private func folder(of name: String) -> CollectionFolder {
        CollectionFolder(path: "\(path)/\(name)")
    }

    /// A reader may find files of a manifest gone that a writer has replaced meanwhile: then it reads the new one.
    private func open(_ name: String) throws -> EmbeddedCollection {
        for _ in 0..<Self.attempts {
            do {
                return try EmbeddedCollection(folder(of: name), isWritable: lock != nil)
            } catch EngineError.cannotRead where lock == nil {
                continue
            }
        }
        return try EmbeddedCollection(folder(of: name), isWritable: lock != nil)
    }

    private static let attempts = 20
}

/// Keeps a store's lock as long as the store.
private final class LockHolder: Sendable {
    private let lock: FileLock

    init(_ folder: String, note: String) throws(EngineError) {
        do throws(StoreError) {
            lock = try FileLock(path: folder + "/lock", note: note)
        } catch {
            guard case .held(let holder) = error.kind else {
                throw .cannotRead(path: folder + "/lock", reason: error.detail)
            }
            throw .held(path: folder, by: holder)
        }
    }
}
