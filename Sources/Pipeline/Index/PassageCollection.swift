import Chat
import Conversations
public import Embedding
import JSONStream
import Store
import VectorEngine

/// How passages stand in the vector engine.
public enum PassageCollection {
    /// Raised by hand when the same passages would be kept otherwise.
    private static let layout = 1

    /// The collection of an encoder's vectors; without one, of words alone.
    public static func name(of identity: EncoderIdentity?) -> String {
        guard let identity else { return "passages_\(layout)_words" }
        let text = [identity.model, identity.precision, String(identity.dimension)].joined(separator: "\u{0}")
        return "passages_\(layout)_" + String("\(ContentHash(of: Array(text.utf8)))".prefix(12))
    }

    static func schema(_ identity: EncoderIdentity?) -> CollectionSchema {
        CollectionSchema(
            name(of: identity), keyName: "passage", keyType: .int64,
            dense: identity.map { [DenseField("vector", dimension: $0.dimension, storage: .half)] } ?? [],
            sparse: [SparseField("words", .text(field: "text"))],
            scalars: [
                ScalarField("text", .string),
                ScalarField("conversation", .string),
                ScalarField("title", .string),
                ScalarField("kind", .string),
                ScalarField("status", .string, isNullable: true),
                // `opening` or `body`.
                ScalarField("part", .string),
                // Of a thread or post, the name of the channel above it.
                ScalarField("channel", .string),
                ScalarField("channelId", .string),
                ScalarField("guildId", .string),
                // Of the message that is shown.
                ScalarField("author", .string),
                ScalarField("authors", .array(.string)),
                ScalarField("time", .timestamp),
                // A list of objects, one a message: see `HitMessage`.
                ScalarField("messages", .json),
                ScalarField("best", .string),
            ])
    }

    static func record(_ passage: IndexedPassage, vector: [Float]?) -> Record {
        let content = passage.content
        let pieces = content.passage.messages
        var writer = JSONWriter()
        writer.array { writer in
            for piece in pieces {
                writer.element(
                    HitMessage(
                        id: piece.id.description, channelID: piece.channelID.description, author: piece.name,
                        time: piece.time,
                        offset: piece.offset))
            }
        }
        var authors: [String] = []
        for piece in pieces where !authors.contains(piece.name) { authors.append(piece.name) }
        return Record(
            .int(passage.key), vectors: vector.map { ["vector": $0] } ?? [:],
            fields: [
                "text": .string(content.passage.text),
                "conversation": .string(content.conversation.description),
                "title": .string(content.title),
                "kind": .string(content.kind.rawValue),
                "status": content.status.map { .string($0.rawValue) } ?? .null,
                "part": .string(content.passage.part.rawValue),
                "channel": .string(content.channel.placeName),
                "channelId": .string(content.channel.id.description),
                "guildId": .string(content.channel.guild.description),
                "author": .string(content.best.name),
                "authors": .array(authors.map(FieldValue.string)),
                "time": .timestamp(pieces[0].time.rawValue),
                "messages": .json(writer.text),
                "best": .string(content.best.id.description),
            ])
    }
}
