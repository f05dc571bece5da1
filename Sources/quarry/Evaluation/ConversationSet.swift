import Conversations
import Glibc
import JSONStream

/// The IRC logs of a folder, in the order of their names. Nothing else in it is read.
struct ConversationSet {
    let logs: [IRCLog]

    private static let suffix = ".ascii.txt"

    init(folder: String) throws {
        logs = try Self.names(in: folder).map { name in
            let path = "\(folder)/\(name)\(Self.suffix)"
            do {
                return try IRCLog(name: name, path: path)
            } catch {
                throw SourceFailure("'\(path)' cannot be read: \(error)")
            }
        }
    }

    private static func names(in folder: String) throws -> [String] {
        guard let entries = opendir(folder) else {
            throw SourceFailure("'\(folder)' cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(suffix) { names.append(String(name.dropLast(suffix.count))) }
        }
        guard !names.isEmpty else { throw EvaluationFailure.noLogs(folder: folder) }
        return names.sorted()
    }
}
