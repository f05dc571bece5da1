public import Chat
public import Conversations
import Glibc
import Store

/// The folder that holds everything Quarry makes of one archive.
public struct StateFolder: Sendable {
    public let path: String

    public init(_ path: String) {
        self.path = path
    }

    public var databasePath: String {
        path + "/quarry.db"
    }

    /// Where the vector engine keeps what is searched; it can be made again from the database.
    public var vectorsPath: String {
        path + "/vectors"
    }

    var lockPath: String {
        path + "/lock"
    }

    /// Opens the archive for reading, beside whatever writes it.
    public func openForReading() throws -> Archive {
        guard FileStatus(path: databasePath) != nil else { throw PipelineError.noArchive(folder: path) }
        return try Archive(path: databasePath, mode: .readOnly)
    }

    /// Opens the conversations for reading, beside whatever writes them.
    public func openConversations() throws -> ConversationStore {
        guard FileStatus(path: databasePath) != nil else { throw PipelineError.noArchive(folder: path) }
        return try ConversationStore(path: databasePath, mode: .readOnly)
    }

    /// Opens the archive for writing, and makes the folder and the archive where they are missing.
    func openForWriting(_ lock: borrowing FolderLock) throws -> Archive {
        try Archive(path: databasePath, mode: .create)
    }

    /// Makes the folder with those above it.
    func create() throws(PipelineError) {
        var prefix = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            prefix += part + "/"
            if mkdir(prefix, 0o777) != 0, errno != EEXIST {
                throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
            }
        }
    }

    /// The folder that a command without `--output` means: the only archive there is below `output/`.
    public static func only(below root: String = "output") throws(PipelineError) -> StateFolder {
        var names: [String] = []
        if let folder = opendir(root) {
            defer { closedir(folder) }
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if FileStatus(path: "\(root)/\(name)/quarry.db") != nil { names.append("\(root)/\(name)") }
            }
        }
        guard names.count == 1, let name = names.first else { throw .unclearFolder(candidates: names.sorted()) }
        return StateFolder(name)
    }
}
