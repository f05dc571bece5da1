import JSONStream
import TestSupport
import Testing

@testable import VectorEngine

@Suite("Schemas of collections")
struct SchemaTests {
    static let schema = CollectionSchema(
        "passages", keyName: "key", keyType: .string,
        dense: [
            DenseField("vector", dimension: 384),
            DenseField("other", dimension: 3, metric: .euclidean, storage: .bytes),
        ],
        sparse: [
            SparseField(
                "words", .text(field: "text", BM25(k1: 1.5, b: 0.5), AnalyserOptions(.german, stopWords: ["und"]))),
            SparseField("weights", .vectors),
        ],
        scalars: [
            ScalarField("text", .string), ScalarField("tags", .array(.string), isNullable: true),
            ScalarField("time", .timestamp), ScalarField("meta", .json),
        ], hasDynamicField: true, partitionKey: "text")

    @Test("a manifest is read as it was written")
    func roundTrip() throws {
        let folder = try ScratchFolder()
        var manifest = Manifest(schema: Self.schema, log: 4, next: 9)
        manifest.segments = [
            Manifest.Entry(file: "segment-2", rows: 100),
            Manifest.Entry(file: "segment-3", rows: 7, deleted: "deleted-8"),
        ]
        try manifest.replace(in: folder.path(""))
        #expect(try Manifest(readingFrom: folder.path("")) == manifest)
        #expect(manifest.files == ["manifest.json", "log-4", "segment-2", "segment-3", "deleted-8"])
        try Self.schema.check()
    }

    @Test(
        "a schema that means nothing is refused",
        arguments: [
            CollectionSchema(""), CollectionSchema("a b"), CollectionSchema("1a"),
            CollectionSchema("a", dense: [DenseField("v", dimension: 0)]),
            CollectionSchema("a", dense: [DenseField("v", dimension: 1 << 20)]),
            CollectionSchema("a", dense: [DenseField("id", dimension: 1)]),
            CollectionSchema("a", sparse: [SparseField("s", .text(field: "text"))]),
            CollectionSchema("a", scalars: [ScalarField("x", .int64), ScalarField("x", .string)]),
            CollectionSchema("a", scalars: [ScalarField("x", .double)], partitionKey: "x"),
        ])
    func refused(schema: CollectionSchema) {
        #expect(throws: EngineError.self) { try schema.check() }
    }
}
