import Chat
import Glibc
import JSONStream

/// The files that inputs are made from.
struct Seeds: Sendable {
    struct Seed: Sendable {
        let path: String
        let bytes: [UInt8]

        var isZip: Bool {
            bytes.starts(with: [0x50, 0x4b])
        }
    }

    /// In the order of their paths, so that the same files give the same inputs.
    private(set) var seeds: [Seed] = []

    /// Longer files are cut: what breaks a reader fits in a few messages.
    private static let mostBytes = 24 << 10

    init(folders: [String]) throws(SourceFailure) {
        for path in folders.flatMap(Self.files).sorted() {
            let bytes = try FileBytes.read(path)
            seeds.append(Seed(path: path, bytes: Array(bytes.prefix(Self.mostBytes))))
        }
        guard !seeds.isEmpty else { throw SourceFailure("no file to begin from in \(folders.joined(separator: ", "))") }
    }

    private static func files(below folder: String) -> [String] {
        guard let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var files: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            let path = folder + "/" + name
            guard !name.hasPrefix("."), !name.hasSuffix(".md"), let status = FileStatus(path: path) else { continue }
            files += status.isFolder ? Self.files(below: path) : [path]
        }
        return files
    }
}
