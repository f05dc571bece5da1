import Glibc
import Store

/// Collections in a folder of this machine, written by one process at a time and read by any number.
public actor EmbeddedStore: VectorStore {
    private let path: String
    private let lock: StoreLock?
    private let limits: WriteLimits
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

    /// - Parameter limits: of the collections that are written.
    public init(_ path: String, _ mode: Mode, limits: WriteLimits = WriteLimits()) throws(EngineError) {
        self.path = path
        self.limits = limits
        executor = SerialQueueExecutor(label: "store \(path)")
        guard case .writing(let note) = mode else {
            lock = nil
            return
        }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw .cannotWrite(path: path, code: errno) }
        lock = try StoreLock(path, note: note)
    }

    public func collectionNames() async throws -> [String] {
        try names()
    }

    public func createCollection(_ schema: CollectionSchema) async throws -> any VectorCollection {
        guard lock != nil else { throw EngineError.notWritable(path: path) }
        guard try !names().contains(schema.name) else { throw EngineError.alreadyThere(collection: schema.name) }
        try EmbeddedCollection.create(schema, in: folder(of: schema.name))
        return try opened(schema.name)
    }

    public func collection(_ name: String) async throws -> any VectorCollection {
        try opened(name)
    }

    public func dropCollection(_ name: String) async throws {
        guard lock != nil else { throw EngineError.notWritable(path: path) }
        let names = try names()
        guard names.contains(name) else { throw EngineError.noSuchCollection(name, known: names) }
        // Others may ask for it while it is closed: they are given the object that is.
        await collections[name]?.close()
        collections[name] = nil
        // Without its manifest it is no collection; what a kill leaves of the rest is removed when the name is used again.
        let folder = folder(of: name)
        guard unlink(folder.file(Manifest.name)) == 0 || errno == ENOENT else {
            throw EngineError.cannotWrite(path: folder.file(Manifest.name), code: errno)
        }
        try folder.remove()
        try folder.parent.sync()
    }

    /// Removes a store with its collections. Who has one open can go on reading it.
    public static func remove(_ path: String) throws(EngineError) {
        for name in try names(in: path) { try CollectionFolder(path: "\(path)/\(name)").remove() }
        try CollectionFolder(path: path).remove()
    }

    // Nothing here waits: between the question whether a collection is open and its opening, nobody else may open it.

    private func names() throws(EngineError) -> [String] {
        try Self.names(in: path)
    }

    private static func names(in path: String) throws(EngineError) -> [String] {
        guard access(path, F_OK) == 0 else { return [] }
        return try CollectionFolder(path: path).names().filter { access("\(path)/\($0)/\(Manifest.name)", F_OK) == 0 }
    }

    private func opened(_ name: String) throws -> EmbeddedCollection {
        if let known = collections[name] { return known }
        let names = try names()
        guard names.contains(name) else { throw EngineError.noSuchCollection(name, known: names) }
        let collection = try open(name)
        if lock != nil { collections[name] = collection }
        return collection
    }

    private func folder(of name: String) -> CollectionFolder {
        CollectionFolder(path: "\(path)/\(name)")
    }

    /// A reader may find files of a manifest gone that a writer has replaced meanwhile: then it reads the new one.
    private func open(_ name: String) throws -> EmbeddedCollection {
        var attempts = lock == nil ? Self.mostAttempts : 1
        while true {
            do {
                return try EmbeddedCollection(folder(of: name), heldBy: lock, limits: limits)
            } catch let error as EngineError {
                attempts -= 1
                guard case .cannotRead = error, attempts > 0 else { throw error }
            }
        }
    }

    private static let mostAttempts = 100
}
