import Embedding
import Search
import TestSupport
import Testing
import VectorEngine

@Suite("Searching passages")
struct PassageSearchTests {
    /// Texts lie where their first letters say: "a…" at one end of a half circle, "z…" at the other.
    private struct LetterEncoder: TextEncoder {
        let identity = EncoderIdentity(model: "letters", precision: "exact", dimension: 2)

        func encode(
            _ texts: [String], as role: TextRole, progress: @escaping @Sendable (EncodingProgress) -> Void
        ) async throws -> VectorRows {
            VectorRows(dimension: 2, values: texts.flatMap(Self.place))
        }

        static func place(_ text: String) -> [Float] {
            let letter = Float(text.utf8.first.map { Int($0) - 97 } ?? 0)
            return [1 - letter / 13, 1 - abs(1 - letter / 13) + 0.1]
        }
    }

    /// Likes the longest best.
    private struct LengthReranker: Reranker {
        func scores(query: String, passages: [String]) async throws -> [Float] {
            passages.map { Float($0.utf8.count) }
        }
    }

    private static let texts = [
        "apple pie with cinnamon", "avocado toast", "banana bread and apple", "cherry cake", "date syrup",
        "elderberry jam with cinnamon sticks", "zebra stripes", "zucchini soup with a long story about its cook",
    ]

    private func withSearch(
        _ reranker: (any Reranker)? = nil, _ body: (PassageSearch, any VectorCollection) async throws -> Void
    ) async throws {
        let folder = try ScratchFolder()
        defer { withExtendedLifetime(folder) {} }
        let store = try EmbeddedStore(folder.path("store"), .writing(note: "a test"))
        let collection = try await store.createCollection(
            CollectionSchema(
                "passages", dense: [DenseField("vector", dimension: 2)],
                sparse: [SparseField("words", .text(field: "text"))],
                scalars: [ScalarField("text", .string), ScalarField("parity", .int64)]))
        try await collection.upsert(
            Self.texts.enumerated().map { index, text in
                Record(
                    .int(Int64(index)), vectors: ["vector": LetterEncoder.place(text)],
                    fields: ["text": .string(text), "parity": .int(Int64(index % 2))])
            })
        try await body(PassageSearch(collection, encoder: LetterEncoder(), reranker: reranker), collection)
    }

    private func settings(_ mode: SearchMode = .hybrid, _ change: (inout SearchSettings) -> Void = { _ in })
        -> SearchSettings
    {
        var settings = SearchSettings()
        settings.mode = mode
        change(&settings)
        return settings
    }

    @Test("by words finds what has them, by meaning what lies near, by both what is either")
    func modes() async throws {
        try await withSearch { search, _ in
            let words = try await search.search("zebra cinnamon", settings(.sparse))
            #expect(Set(words.map(\.key)) == [0, 5, 6])
            let meaning = try await search.search("a", settings(.dense) { $0.limit = 2 })
            #expect(Set(meaning.map(\.key)) == [0, 1])
            let both = try await search.search("zebra cinnamon", settings())
            #expect(Set(both.map(\.key)) == Set((0..<8).map { RecordKey.int($0) }))
            #expect(both.first?.key == 6)
            #expect(both.map(\.rank) == Array(1...8))
        }
    }

    @Test("what one list alone found has its true score by the other")
    func completed() async throws {
        try await withSearch { search, _ in
            // The sparse list has no more than these two, the dense one has all.
            let found = try await search.search("apple", settings())
            let named = found.filter { $0.contributions[1].rank != nil }
            #expect(Set(named.map(\.key)) == [0, 2])
            for passage in found {
                let dense = passage.contributions[0]
                let place = LetterEncoder.place(Self.texts[Int(passage.key.number)])
                let asked = LetterEncoder.place("apple")
                let product = zip(place, asked).reduce(Float(0)) { $0 + $1.0 * $1.1 }
                let cosine = product / (length(place) * length(asked))
                #expect(abs((dense.score ?? .infinity) - cosine) < 1e-3)
            }
        }
    }

    @Test("many texts find what each finds alone")
    func together() async throws {
        try await withSearch { search, _ in
            let texts = ["apple", "zebra stripes", "cinnamon", ""]
            let together = try await search.search(texts, settings())
            for (text, found) in zip(texts, together) {
                #expect(try await search.search(text, settings()) == found)
            }
        }
    }

    @Test("filters, groups and fields are those of the collection")
    func filters() async throws {
        try await withSearch { search, _ in
            let odd = try await search.search("apple", settings { $0.filter = FilterText("parity == 1") })
            #expect(Set(odd.map(\.key)) == [1, 3, 5, 7])
            let grouped = try await search.search(
                "apple",
                settings {
                    $0.grouping = Grouping(by: "parity")
                    $0.output = ["text"]
                })
            #expect(grouped.count == 2)
            #expect(Set(grouped.map { $0.key.number % 2 }) == [0, 1])
            for passage in grouped {
                #expect(passage.fields["text"] == .string(Self.texts[Int(passage.key.number)]))
            }
        }
    }

    @Test("a reranker reads the best again, and no others")
    func reranks() async throws {
        try await withSearch(LengthReranker()) { search, _ in
            let found = try await search.search(
                "z",
                settings {
                    $0.reranked = 2
                    // The reranker alone decides.
                    $0.rerankWeights.share = 1000
                })
            #expect(found.prefix(2).map(\.key) == [7, 6])
            #expect(found.prefix(2).allSatisfy { $0.contributions.count == 3 })
            #expect(found.dropFirst(2).allSatisfy { $0.contributions.count == 2 })
        }
    }

    @Test("each word says what it gave, which together is the score")
    func words() async throws {
        try await withSearch { search, _ in
            let found = try await search.search("cinnamon apple", settings(.sparse))
            let words = try await search.words("cinnamon apple", of: 0)
            #expect(words.map(\.term).sorted() == ["appl", "cinnamon"])
            let sum = words.reduce(0) { $0 + $1.contribution }
            #expect(abs(Double(sum) - (found.first { $0.key == 0 }?.score ?? 0)) < 1e-4)
        }
    }

    @Test("without an encoder there is no meaning")
    func noEncoder() async throws {
        try await withSearch { _, collection in
            let search = PassageSearch(collection, encoder: nil)
            await #expect(throws: SearchError.noEncoder) { try await search.search("apple", settings()) }
            let found = try await search.search("apple", settings(.sparse))
            #expect(found.count == 2)
        }
    }

    private func length(_ vector: [Float]) -> Float {
        vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
}

extension RecordKey {
    fileprivate var number: Int64 {
        if case .int(let number) = self { number } else { -1 }
    }
}
