import Store
import TestSupport
import Testing

@testable import Embedding

@Suite("Kept vectors")
struct KeptVectorsTests {
    private static let exact = EncoderIdentity(model: "a", precision: "exact", dimension: 3)

    private static func database() throws -> Connection {
        var connection = try Connection(path: ":memory:")
        try connection.migrate(KeptVectors.schema)
        return connection
    }

    private static func rows(_ values: Float...) -> VectorRows {
        VectorRows(dimension: 3, values: values)
    }

    @Test("what is kept is found again, in the order that is asked for, rounded to half precision")
    func findsAgain() throws {
        var connection = try Self.database()
        let kept = try KeptVectors(of: Self.exact, in: &connection)
        let texts = ["one", "two", ""].map { TextHash(of: $0) }
        try kept.keep(Self.rows(1, 0.5, -0.25, 0.1, 0, -0.0, 65_504, 6e-8, 0), of: texts, in: &connection)
        let asked = [texts[2], TextHash(of: "three"), texts[0], texts[1], texts[0]]
        let found = try kept.vectors(of: asked, in: &connection)
        #expect(found == [[65_504, 0x1p-24, 0], nil, [1, 0.5, -0.25], [0.099975586, 0, 0], [1, 0.5, -0.25]])
        let none = try kept.vectors(of: [], in: &connection)
        #expect(none.isEmpty)
    }

    @Test("vectors of two models, precisions or dimensions never meet")
    func separatesEncoders() throws {
        var connection = try Self.database()
        let text = TextHash(of: "text")
        let identities = [
            Self.exact, EncoderIdentity(model: "b", precision: "exact", dimension: 3),
            EncoderIdentity(model: "a", precision: "fast", dimension: 3),
            EncoderIdentity(model: "a", precision: "exact", dimension: 2),
        ]
        for (number, identity) in identities.enumerated() {
            let kept = try KeptVectors(of: identity, in: &connection)
            let before = try kept.vectors(of: [text], in: &connection)
            #expect(before == [nil])
            let values = [Float](repeating: Float(number), count: identity.dimension)
            try kept.keep(VectorRows(dimension: identity.dimension, values: values), of: [text], in: &connection)
        }
        for (number, identity) in identities.enumerated() {
            // The row that is there is taken up again.
            let found = try KeptVectors(of: identity, in: &connection).vectors(of: [text], in: &connection)
            #expect(found == [[Float](repeating: Float(number), count: identity.dimension)])
        }
        let encoders = try connection.value("SELECT count(*) FROM encoder", as: Int.self)
        #expect(encoders == identities.count)
    }

    @Test("a text that is kept keeps its first vector")
    func keepsFirst() throws {
        var connection = try Self.database()
        let kept = try KeptVectors(of: Self.exact, in: &connection)
        let text = TextHash(of: "text")
        try kept.keep(Self.rows(1, 2, 3, 4, 5, 6), of: [text, text], in: &connection)
        try kept.keep(Self.rows(7, 8, 9), of: [text], in: &connection)
        let found = try kept.vectors(of: [text], in: &connection)
        #expect(found == [[1, 2, 3]])
        let count = try connection.value("SELECT count(*) FROM vector", as: Int.self)
        #expect(count == 1)
    }

    @Test("of a batch with a vector that cannot be kept nothing is", arguments: [Float.nan, .infinity, 1e6])
    func refusesWhole(value: Float) throws {
        var connection = try Self.database()
        let kept = try KeptVectors(of: Self.exact, in: &connection)
        let texts = ["one", "two"].map { TextHash(of: $0) }
        #expect(throws: EmbeddingError.badVector(row: 1, .notRepresentable(index: 2))) {
            try kept.keep(Self.rows(1, 2, 3, 4, 5, value), of: texts, in: &connection)
        }
        let found = try kept.vectors(of: texts, in: &connection)
        #expect(found == [nil, nil])
    }

    @Test("vectors of another dimension are refused")
    func refusesDimension() throws {
        var connection = try Self.database()
        let kept = try KeptVectors(of: Self.exact, in: &connection)
        let error = #expect(throws: EmbeddingError.self) {
            try kept.keep(VectorRows(dimension: 2, values: [1, 2]), of: [TextHash(of: "text")], in: &connection)
        }
        #expect(error == .badVector(row: 0, .wrongDimension(expected: 3, found: 2)))
        #expect(error?.description == "vector 0 has 2 values; 3 are expected")
    }

    @Test("keeping takes part in the transaction that is open")
    func joinsTransaction() throws {
        var connection = try Self.database()
        let kept = try KeptVectors(of: Self.exact, in: &connection)
        let text = TextHash(of: "text")
        try connection.begin()
        try kept.keep(Self.rows(1, 2, 3), of: [text], in: &connection)
        connection.rollBack()
        let found = try kept.vectors(of: [text], in: &connection)
        #expect(found == [nil])
    }

    @Test("after a write that fails half-way nothing of the batch is kept")
    func undoesHalf() throws {
        var connection = try Self.database()
        let kept = try KeptVectors(of: Self.exact, in: &connection)
        try connection.execute(
            """
            CREATE TRIGGER third BEFORE INSERT ON vector WHEN (SELECT count(*) FROM vector) = 2
            BEGIN SELECT raise(FAIL, 'no more'); END
            """)
        let texts = ["one", "two", "three"].map { TextHash(of: $0) }
        #expect(throws: StoreError.self) {
            try kept.keep(Self.rows(1, 2, 3, 4, 5, 6, 7, 8, 9), of: texts, in: &connection)
        }
        let count = try connection.value("SELECT count(*) FROM vector", as: Int.self)
        #expect(count == 0)
    }

    @Test("a reader finds what a writer kept, and a damaged row is an error")
    func readsBesideWriter() throws {
        let folder = try ScratchFolder()
        var writer = try Connection(path: folder.path("a.db"))
        try writer.migrate(KeptVectors.schema)
        let text = TextHash(of: "text")
        try KeptVectors(of: Self.exact, in: &writer).keep(Self.rows(1, 2, 3), of: [text], in: &writer)
        var reader = try Connection(path: folder.path("a.db"), mode: .readOnly)
        let kept = try KeptVectors(of: Self.exact, in: &reader)
        let found = try kept.vectors(of: [text], in: &reader)
        #expect(found == [[1, 2, 3]])
        try writer.execute("UPDATE vector SET value = zeroblob(5)")
        let error = #expect(throws: StoreError.self) { try kept.vectors(of: [text], in: &reader) }
        #expect(error?.kind == .type)
    }

    @Test("a text's hash is the start of the SHA-256 of the prefix and the text")
    func hashes() {
        // sha256sum of "abc", from FIPS 180-2.
        let abc: [UInt8] = [
            0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
        ]
        #expect(TextHash(of: "abc").bytes == abc)
        #expect(TextHash(of: "c", prefix: "ab") == TextHash(of: "abc"))
        #expect(TextHash(of: "abc", prefix: "query: ") != TextHash(of: "abc"))
        // Composed and decomposed: equal strings to Swift, two texts to a tokeniser.
        #expect(TextHash(of: "\u{e9}") != TextHash(of: "e\u{301}"))
    }
}
