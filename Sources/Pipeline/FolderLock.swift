import Chat
import Glibc
import Store

/// Holds a state folder for one run.
struct FolderLock: ~Copyable {
    private let lock: FileLock

    /// Takes the folder, or throws who holds it.
    init(_ folder: StateFolder, for purpose: String, at now: Timestamp) throws(PipelineError) {
        do throws(StoreError) {
            lock = try FileLock(
                path: folder.lockPath, note: "\(purpose), process \(getpid()) since \(now.iso8601)")
        } catch {
            guard case .held(let holder) = error.kind else {
                throw .cannotWrite(path: folder.lockPath, reason: error.detail)
            }
            throw .held(folder: folder.path, by: holder)
        }
    }
}
