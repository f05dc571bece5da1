import Glibc

/// The folders that are written into.
enum Folder {
    /// Makes a folder unless it exists.
    static func make(_ path: String) throws(GenerateError) {
        let openToAll: mode_t = 0o755
        guard mkdir(path, openToAll) == 0 || errno == EEXIST else {
            throw .system(action: "make the folder", path: path, code: errno)
        }
    }

    /// Makes the folder of the output, which must be empty unless told otherwise.
    static func prepare(_ path: String, force: Bool) throws(GenerateError) {
        try make(path)
        guard let folder = opendir(path) else { throw .system(action: "read", path: path, code: errno) }
        defer { closedir(folder) }
        var entries = 0
        while readdir(folder) != nil { entries += 1 }
        let itselfAndParent = 2
        if !force, entries > itselfAndParent { throw .folderNotEmpty(path: path) }
    }
}
