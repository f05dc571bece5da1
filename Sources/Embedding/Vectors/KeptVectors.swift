public import Store

/// The vectors of one encoder that a database keeps, so that a text is encoded once.
///
/// They are kept in half precision, which moves a cosine by less than 0.001. Vectors of two encoders never meet, since each
/// row belongs to an `EncoderIdentity`.
public struct KeptVectors: Sendable {
    public let dimension: Int
    /// The encoder's row.
    private let encoder: Int64

    /// The tables. A vector's row is found by an index and not by its place, since texts' hashes come in no order: rows of a
    /// kilobyte stay packed in the order of their arrival, and only the small index is written all over.
    public static let schema: [Migration] = [
        Migration(
            "vectors of texts",
            [
                """
                CREATE TABLE encoder (
                    key INTEGER PRIMARY KEY, model TEXT NOT NULL, precision TEXT NOT NULL, dimension INTEGER NOT NULL,
                    UNIQUE (model, precision, dimension))
                """,
                // value: half precision, little-endian (`HalfPrecision`).
                """
                CREATE TABLE vector (
                    key INTEGER PRIMARY KEY, encoder INTEGER NOT NULL, text BLOB NOT NULL, value BLOB NOT NULL)
                """,
                "CREATE UNIQUE INDEX vector_text ON vector (encoder, text)",
            ])
    ]

    /// Finds the encoder's row, or makes it; a connection for reading suffices where it is there.
    public init(of identity: EncoderIdentity, in connection: inout Connection) throws(StoreError) {
        dimension = identity.dimension
        encoder =
            if let known = try Self.row(of: identity, in: &connection) { known } else {
                try Self.makeRow(of: identity, in: &connection)
            }
    }

    private static func row(
        of identity: EncoderIdentity, in connection: inout Connection
    ) throws(StoreError) -> Int64? {
        try connection.value(
            "SELECT key FROM encoder WHERE model = ? AND precision = ? AND dimension = ?",
            identity.model, identity.precision, identity.dimension)
    }

    private static func makeRow(
        of identity: EncoderIdentity, in connection: inout Connection
    ) throws(StoreError) -> Int64 {
        try connection.execute(
            "INSERT INTO encoder (model, precision, dimension) VALUES (?, ?, ?)",
            identity.model, identity.precision, identity.dimension)
        return connection.lastInsertedKey
    }

    /// A vector a text, in their order; nil where none is kept.
    public func vectors(
        of texts: [TextHash], in connection: inout Connection
    ) throws(StoreError) -> [[Float]?] {
        var vectors: [[Float]?] = []
        vectors.reserveCapacity(texts.count)
        for text in texts {
            let bytes = try connection.value(
                "SELECT value FROM vector WHERE encoder = ? AND text = ?", encoder, text.bytes, as: [UInt8].self)
            vectors.append(try bytes.map { bytes throws(StoreError) in try widened(bytes) })
        }
        return vectors
    }

    private func widened(_ bytes: [UInt8]) throws(StoreError) -> [Float] {
        guard bytes.count == dimension * HalfPrecision.size else {
            throw StoreError(unexpected: "a vector of \(dimension) values", found: "\(bytes.count) bytes")
        }
        return HalfPrecision.values(of: bytes)
    }

    /// Keeps a vector a text: all of them, or after an error none. Of a text that has one already the first stays.
    ///
    /// Takes part in the transaction that is open, or is one of its own. `vectors(of:in:)` then gives what any later run sees,
    /// which differs from what was encoded by the rounding.
    public func keep(
        _ vectors: VectorRows, of texts: [TextHash], in connection: inout Connection
    ) throws {
        precondition(vectors.count == texts.count, "a vector a text")
        let encoded = try encode(vectors)
        try connection.savepoint { connection in
            for (text, bytes) in zip(texts, encoded) {
                try connection.execute(
                    "INSERT INTO vector (encoder, text, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    encoder, text.bytes, bytes)
            }
        }
    }

    private func encode(_ vectors: VectorRows) throws(EmbeddingError) -> [[UInt8]] {
        var encoded: [[UInt8]] = []
        encoded.reserveCapacity(vectors.count)
        for row in 0..<vectors.count {
            do throws(VectorFault) {
                guard vectors.dimension == dimension else {
                    throw .wrongDimension(expected: dimension, found: vectors.dimension)
                }
                encoded.append(try HalfPrecision.bytes(of: vectors[row]))
            } catch {
                throw .badVector(row: row, error)
            }
        }
        return encoded
    }
}
