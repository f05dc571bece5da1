import Chat
import JSONStream

/// Documents, questions, and perhaps the documents that answer each.
struct RetrievalSet {
    let folder: String
    let documents: [TextItem]
    let queries: [TextItem]
    /// Right documents by query, with their gain; empty where nobody knows.
    let answers: [String: [String: Double]]

    init(folder: String) throws {
        self.folder = folder
        documents = try Self.items(folder + "/corpus.jsonl")
        queries = try Self.items(folder + "/queries.jsonl")
        answers = try Self.answers(folder + "/qrels.tsv")
    }

    /// - Throws: Where an id stands twice or has blanks, which no run file could hold.
    private static func items(_ path: String) throws -> [TextItem] {
        var source = try TextSource(path: path)
        var items: [TextItem] = []
        while case let more = try source.next(), !more.isEmpty { items += more }
        guard !items.isEmpty else { throw EvaluationFailure.noTexts(path: path) }
        var known: Set<String> = []
        for item in items {
            guard !item.id.contains(where: \.isWhitespace), known.insert(item.id).inserted else {
                throw EvaluationFailure.badID(path: path, id: item.id)
            }
        }
        return items
    }

    private static func answers(_ path: String) throws -> [String: [String: Double]] {
        guard FileStatus(path: path) != nil else { return [:] }
        var source = try TextSource(path: path)
        var answers: [String: [String: Double]] = [:]
        var number = 0
        while case let lines = try source.next(), !lines.isEmpty {
            for line in lines {
                number += 1
                let fields = line.text.split(whereSeparator: \.isWhitespace)
                guard !fields.isEmpty else { continue }
                guard fields.count == 3, let gain = Double(fields[2]) else {
                    throw EvaluationFailure.badAnswer(path: path, number: number)
                }
                if gain > 0 { answers[String(fields[0]), default: [:]][String(fields[1])] = gain }
            }
        }
        return answers
    }
}

/// Why nothing can be measured.
enum EvaluationFailure: Error, Equatable {
    case noTexts(path: String)
    case noLogs(folder: String)
    case badID(path: String, id: String)
    case badAnswer(path: String, number: Int)
    /// A server's vectors are of whole texts.
    case noTokens
    case noRerankModel
}
