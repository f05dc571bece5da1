import Chat
public import Embedding
import JSONStream
public import Search
public import VectorEngine

/// Searches what a run has indexed, beside any run that goes on.
public struct ArchiveSearch: Sendable {
    private let search: PassageSearch
    /// Whether meaning can be searched, or words alone.
    public let hasVectors: Bool

    /// Opens the collection that searches use.
    ///
    /// - Parameter encoder: is opened where the collection has vectors and `needsEncoder`.
    public init(
        _ folder: StateFolder, encoder source: EncoderSource, needsEncoder: Bool,
        reranker: ((any TextEncoder)?) throws -> (any Reranker)?
    ) async throws {
        guard FileStatus(path: folder.databasePath) != nil else { throw PipelineError.noArchive(folder: folder.path) }
        guard let mark = try await IndexState(readingAt: folder.databasePath).searched() else {
            throw PipelineError.notIndexed(folder: folder.path)
        }
        let engine = try EmbeddedStore(folder.vectorsPath, .reading)
        guard try await engine.collectionNames().contains(mark.collection) else {
            throw PipelineError.notIndexed(folder: folder.path)
        }
        let collection = try await engine.collection(mark.collection)
        let hasVectors = !collection.schema.dense.isEmpty
        let encoder = hasVectors && needsEncoder ? try source.open() : nil
        // The same name was made sure of by the run; another may mean the same encoder.
        if let encoder, source.name != mark.encoder,
            PassageCollection.name(of: try await encoder.identity) != mark.collection
        {
            throw PipelineError.otherEncoder(folder: folder.path)
        }
        self.hasVectors = encoder != nil
        search = PassageSearch(collection, encoder: encoder, reranker: try reranker(encoder))
    }

    /// The best passages, best first.
    public func hits(_ text: String, _ settings: SearchSettings) async throws -> [ArchiveHit] {
        var settings = settings
        settings.output = Self.fields
        settings.fusion = QuerySpelling(text).fusion
        var hits: [ArchiveHit] = []
        for passage in try await search.search(text, settings) {
            let words = try await search.words(text, of: passage.key)
            if let hit = ArchiveHit(passage, words) { hits.append(hit) }
        }
        return hits
    }

    /// What each word gave to a hit's score by words.
    public func words(_ text: String, of hit: ArchiveHit) async throws -> [TermContribution] {
        try await search.words(text, of: hit.found.key)
    }

    private static let fields = [
        "text", "conversation", "title", "kind", "status", "channel", "channelId", "guildId", "messages", "best",
    ]
}

extension ArchiveHit {
    /// Nil for a record that is no passage, which nobody writes.
    fileprivate init?(_ found: FoundPassage, _ words: [TermContribution]) {
        let fields = found.fields
        guard case .string(let text)? = fields["text"], case .json(let list)? = fields["messages"],
            let pieces = HitMessage.list(list), let best = Self.best(pieces, text, words, fields["best"]),
            let first = pieces.first
        else { return nil }
        let piece = pieces[best]
        self.init(
            conversationID: fields.text("conversation"), channelID: piece.channelID, messageIDs: pieces.map(\.id),
            messageID: piece.id, author: piece.author, time: piece.time,
            permalink: Chat.permalink(
                guild: SourceID(fields.text("guildId")), channel: SourceID(piece.channelID), message: SourceID(piece.id)
            ),
            text: text.from(first.offset), score: found.score, rank: found.rank, title: fields.text("title"),
            channel: fields.text("channel"), kind: fields.text("kind"),
            status: { if case .string(let status)? = fields["status"] { status } else { nil } }(),
            best: text.piece(best, of: pieces), found: found)
    }

    /// The message that has most of what the words gave; of equal ones the one that the passage is found for.
    private static func best(
        _ pieces: [HitMessage], _ text: String, _ words: [TermContribution], _ standard: FieldValue?
    ) -> Int? {
        let scores = pieces.indices.map { index in
            let said = text.piece(index, of: pieces).lowercased().split { !$0.isLetter && !$0.isNumber }
            return words.reduce(0.0) { sum, word in
                said.contains { $0.hasPrefix(word.term) } ? sum + Double(word.contribution) : sum
            }
        }
        guard let most = scores.max() else { return nil }
        let usual = pieces.firstIndex { .string($0.id) == standard }
        // An answer with nearly all of the words says more than the question.
        if let usual, scores[usual] >= most * Self.nearlyAll { return usual }
        return scores.firstIndex(of: most)
    }

    private static let nearlyAll = 0.7
}

extension HitMessage {
    fileprivate static func list(_ text: String) -> [HitMessage]? {
        do throws(JSONError) {
            return try [HitMessage](json: Array(text.utf8))
        } catch {
            return nil
        }
    }
}

extension [String: FieldValue] {
    fileprivate func text(_ name: String) -> String {
        if case .string(let text)? = self[name] { text } else { "" }
    }
}

extension String {
    /// From a byte on.
    fileprivate func from(_ offset: Int) -> String {
        String(decoding: utf8.dropFirst(offset), as: UTF8.self)
    }

    fileprivate func piece(_ index: Int, of pieces: [HitMessage]) -> String {
        let start = pieces[index].offset
        let end = index + 1 < pieces.count ? pieces[index + 1].offset - 1 : utf8.count
        return String(decoding: utf8.dropFirst(start).prefix(Swift.max(0, end - start)), as: UTF8.self)
    }
}
