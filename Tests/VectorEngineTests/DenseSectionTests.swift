import TestSupport
import Testing

@testable import VectorEngine

@Suite("A dense section")
struct DenseSectionTests {
    private static func bytes(_ field: DenseField, _ rows: [[Float]]) throws -> [UInt8] {
        var writer = try SegmentWriter()
        let source = DenseRows(rows.flatMap(\.self), dimension: field.dimension)
        try writer.section("dense") { sink throws(EngineError) in
            try DenseIndexBuilder(field: field, rows: source, threads: 1).write(to: sink)
        }
        let section = try writer.finishInMemory().section("dense")
        return try section.bytes(at: 0, count: section.count)
    }

    private static func open(_ bytes: [UInt8], _ field: DenseField) throws -> DenseIndex {
        var writer = try SegmentWriter()
        try writer.section("dense") { sink throws(EngineError) in try sink.append(bytes) }
        return try DenseIndex(writer.finishInMemory().section("dense"), field: field)
    }

    @Test("is as long as its layout says", arguments: DenseIndexKind.allCases, VectorStorage.allCases)
    func length(kind: DenseIndexKind, storage: VectorStorage) throws {
        var numbers = SeededGenerator(seed: 1)
        for metric in Metric.allCases {
            let field = DenseField("v", dimension: 37, metric: metric, storage: storage, index: kind)
            let bytes = try Self.bytes(field, numbers.clustered(500, 37, centres: 4))
            #expect(try Self.open(bytes, field).layout.total == bytes.count)
            #expect(throws: EngineError.self) { try Self.open(Array(bytes.dropLast(64)), field) }
        }
    }

    @Test("is the same for the same rows, whatever the threads", arguments: DenseIndexKind.allCases)
    func repeatable(kind: DenseIndexKind) throws {
        var numbers = SeededGenerator(seed: 1)
        let rows = numbers.clustered(800, 24, centres: 6)
        let field = DenseField("v", dimension: 24, index: kind)
        #expect(try Self.bytes(field, rows) == Self.bytes(field, rows))
    }

    @Test("that was changed is refused, or read within its bounds")
    func damage() throws {
        var numbers = SeededGenerator(seed: 6)
        let field = DenseField("v", dimension: 20, metric: .euclidean, index: .invertedFile)
        let bytes = try Self.bytes(field, numbers.clustered(600, 20, centres: 5))
        let query = numbers.rows(1, 20)[0]
        var refused = 0
        for round in 0..<300 {
            var changed = bytes
            // Most of a section is numbers that may be anything, so half of the changes meet the header.
            let place = Int.random(in: 0..<(round % 2 == 0 ? 36 : bytes.count), using: &numbers)
            changed[place] ^= UInt8.random(in: 1...255, using: &numbers)
            do {
                let index = try Self.open(changed, field)
                _ = try index.search(query, count: 5)
                _ = try index.search(query, count: 5, effort: .exact)
                _ = try index.range(query, atLeast: -10)
            } catch is EngineError {
                refused += 1
            }
        }
        #expect(refused > 100)
    }

    @Test("gives back its vectors", arguments: DenseIndexKind.allCases, VectorStorage.allCases)
    func vectors(kind: DenseIndexKind, storage: VectorStorage) throws {
        var numbers = SeededGenerator(seed: 9)
        let rows = numbers.rows(400, 19)
        let oracle = try DenseOracle(rows, metric: .innerProduct, storage: storage, kind: kind)
        for (row, vector) in rows.enumerated() {
            let slack: Float = storage == .full ? 0 : storage == .half ? 5e-4 : 5e-3
            for (found, expected) in zip(oracle.index.vector(row), vector) {
                #expect(abs(found - expected) <= slack)
            }
            #expect(abs(try oracle.index.score(row, for: vector) - Float(oracle.score(row, for: vector))) < 1e-4)
        }
    }
}
