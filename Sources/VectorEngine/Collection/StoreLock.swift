import Store

/// Holds a store for one writer: for the store's object, and for each of its collections that is still in use.
final class StoreLock: Sendable {
    private let lock: FileLock

    /// - Parameter note: tells others who holds the store.
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
