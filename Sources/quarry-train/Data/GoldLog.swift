import Chat
import Conversations
import Glibc
import Store

/// A log and what a person said of it.
struct GoldLog {
    var name: String
    var utterances: [Utterance]
    /// What each annotated message answers, by places in `utterances`; itself where it starts a conversation.
    var parents: [Int: Set<Int>]

    /// Reads `<name>.ascii.txt` and `<name>.annotation.txt` for every name in a folder, in the order of names.
    static func folder(_ path: String) throws -> [GoldLog] {
        try names(in: path).map { name in
            let log = try IRCLog(name: name, path: "\(path)/\(name).ascii.txt")
            let annotation = try MappedFile(path: "\(path)/\(name).annotation.txt")
            let text = String(decoding: annotation.bytes, as: UTF8.self)
            return GoldLog(name: name, utterances: log.utterances, parents: Self.parents(text))
        }
    }

    private static func names(in path: String) throws(TrainingFailure) -> [String] {
        guard let folder = opendir(path) else { throw .noFolder(path) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let file = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if file.hasSuffix(".annotation.txt") { names.append(String(file.dropLast(".annotation.txt".count))) }
        }
        guard !names.isEmpty else { throw .noLogs(path) }
        return names.sorted()
    }

    private static func parents(_ annotation: String) -> [Int: Set<Int>] {
        var parents: [Int: Set<Int>] = [:]
        for line in annotation.split(separator: "\n") {
            let numbers = line.split(separator: " ").compactMap { Int($0) }
            guard numbers.count == 2 else { continue }
            parents[max(numbers[0], numbers[1]), default: []].insert(min(numbers[0], numbers[1]))
        }
        return parents
    }

    /// The first annotated place: what lies before is context.
    var firstScored: Int {
        parents.keys.min() ?? utterances.count
    }

    /// The conversation of each annotated message: the connected places.
    var conversations: [Int: Int] {
        var forest = Forest()
        for (message, answered) in parents {
            for parent in answered { forest.join(message, parent) }
        }
        var found: [Int: Int] = [:]
        for message in parents.keys { found[message] = forest.root(of: message) }
        return found
    }
}
