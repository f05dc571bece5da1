import Conversations
import Embedding
import Matrices
import Store

/// Gives logs' messages their vectors, and keeps those in a database so that no text is encoded twice.
struct VectorShelf {
    private let encoder: LocalEncoder
    private let path: String

    private static let portion = 4096

    init(model: String, path: String) throws {
        encoder = try LocalEncoder(path: model, precision: .fast)
        self.path = path
    }

    /// Fills in the vectors of a log's annotated messages and of the context that they see.
    func fill(_ logs: inout [GoldLog]) async throws {
        var connection = try Connection(path: path)
        _ = try connection.migrate(KeptVectors.schema)
        let kept = try KeptVectors(of: encoder.identity, in: &connection)
        for index in logs.indices {
            let log = logs[index]
            let places = (max(0, log.firstScored - Rehearsal.context)..<log.utterances.count)
                .filter { log.utterances[$0].kind != .notice }
            let texts = places.map { Utterance.spoken(log.utterances[$0].text) }
            let vectors = try await vectors(of: texts, kept, &connection)
            for (place, vector) in zip(places, vectors) { logs[index].utterances[place].vector = vector }
            if index % 10 == 9 { StandardError.print("vectors of \(index + 1) logs") }
        }
    }

    private func vectors(
        of texts: [String], _ kept: KeptVectors, _ connection: inout Connection
    ) async throws -> [[Float]?] {
        let hashes = texts.map { TextHash(of: $0) }
        let known = try kept.vectors(of: hashes, in: &connection)
        let missing = known.indices.filter { known[$0] == nil }
        guard !missing.isEmpty else { return known }
        let encoded = try await encoder.encode(missing.map { texts[$0] })
        try kept.keep(encoded, of: missing.map { hashes[$0] }, in: &connection)
        return try kept.vectors(of: hashes, in: &connection)
    }
}
