import TestSupport
import Testing

@testable import Matrices
@testable import VectorEngine

@Suite("Dense search")
struct DenseSearchTests {
    struct Shape: Sendable, CustomTestStringConvertible {
        let rows: Int
        let width: Int
        let metric: Metric
        let storage: VectorStorage

        var testDescription: String { "\(rows) x \(width) \(metric) \(storage)" }
    }

    static let processors: [Processor] = [.here, .here.intersection(.avx2), []]

    static let shapes: [Shape] = [
        (1, 1), (2, 3), (17, 15), (40, 16), (65, 17), (130, 31), (300, 33), (2100, 20), (90, 64), (70, 100), (50, 384),
        (33, 1030),
    ].flatMap { rows, width in
        Metric.allCases.flatMap { metric in
            VectorStorage.allCases.map { Shape(rows: rows, width: width, metric: metric, storage: $0) }
        }
    }

    /// The found scores are the best there are, in order, and belong to their rows.
    private func expectBest(
        _ found: [RowScore], _ oracle: DenseOracle, _ count: Int, _ query: [Float], allowed: RowSet? = nil
    ) {
        let expected = oracle.best(count, for: query, allowed: allowed)
        let slack = 3e-6 * oracle.size(for: query)
        #expect(found.count == expected.count)
        #expect(found == found.sorted(), "the nearest first")
        #expect(Set(found.map(\.row)).count == found.count, "no row twice")
        for (found, expected) in zip(found, expected) {
            #expect(abs(Double(found.score) - expected) <= slack)
            #expect(abs(oracle.score(Int(found.row), for: query) - Double(found.score)) <= slack)
            #expect(allowed?[Int(found.row)] ?? true)
        }
    }

    @Test("finds exactly what brute force finds", arguments: shapes, processors)
    func exact(shape: Shape, processor: Processor) throws {
        var numbers = SeededGenerator(seed: UInt64(shape.rows * 31 + shape.width))
        let oracle = try DenseOracle(
            numbers.rows(shape.rows, shape.width, upTo: 3), metric: shape.metric, storage: shape.storage,
            processor: processor)
        for count in [1, 10, shape.rows + 5] {
            let query = numbers.rows(1, shape.width)[0]
            expectBest(try oracle.index.search(query, count: count), oracle, count, query)
        }
    }

    @Test("looks at codes as well as at bytes, if it must be exact", arguments: Metric.allCases, processors)
    func exactWithCodes(metric: Metric, processor: Processor) throws {
        var numbers = SeededGenerator(seed: 5)
        for kind in [DenseIndexKind.quantised, .invertedFile] {
            let oracle = try DenseOracle(
                numbers.clustered(1500, 40, centres: 20), metric: metric, kind: kind, processor: processor)
            let query = numbers.rows(1, 40)[0]
            expectBest(try oracle.index.search(query, count: 12, effort: .exact), oracle, 12, query)
        }
    }

    @Test("reaches its recall by codes", arguments: Metric.allCases, processors)
    func recall(metric: Metric, processor: Processor) throws {
        for kind in [DenseIndexKind.quantised, .invertedFile] { try expectRecall(kind, metric, processor) }
    }

    private func expectRecall(_ kind: DenseIndexKind, _ metric: Metric, _ processor: Processor) throws {
        var numbers = SeededGenerator(seed: 11)
        let all = numbers.clustered(2050, 48, centres: 30)
        let oracle = try DenseOracle(Array(all.prefix(2000)), metric: metric, kind: kind, processor: processor)
        for recall in [Float(0.9), 0.99] {
            var hits = 0
            for query in all.suffix(50) {
                let found = try oracle.index.search(query, count: 10, effort: .recall(recall))
                let truth = try oracle.index.search(query, count: 10, effort: .exact)
                hits += Set(found.map(\.row)).intersection(truth.map(\.row)).count
                #expect(found.count == 10)
                for each in found {
                    #expect(abs(oracle.score(Int(each.row), for: query) - Double(each.score)) < 1e-4)
                }
            }
            #expect(Float(hits) / 500 >= recall - 0.02)
        }
    }

    @Test("finds allowed rows alone", arguments: DenseIndexKind.allCases, [0, 1, 3, 300, 2000, 2999] as [Int])
    func filters(kind: DenseIndexKind, members: Int) throws {
        var numbers = SeededGenerator(seed: UInt64(members))
        let rows = numbers.clustered(3000, 24, centres: 30)
        for storage in VectorStorage.allCases {
            let oracle = try DenseOracle(rows, storage: storage, kind: kind)
            var allowed = RowSet(rows: rows.count)
            for row in (0..<rows.count).shuffled(using: &numbers).prefix(members) { allowed[row] = true }
            let query = numbers.rows(1, 24)[0]
            expectBest(
                try oracle.index.search(query, count: 10, allowed: allowed, effort: .exact), oracle, 10, query,
                allowed: allowed)
            let found = try oracle.index.search(query, count: 10, allowed: allowed)
            #expect(found.count == min(10, members), "a filter makes no search emptier")
            #expect(found.allSatisfy { allowed[Int($0.row)] })
        }
    }

    @Test("gives equal scores in the order of rows", arguments: DenseIndexKind.allCases)
    func ties(kind: DenseIndexKind) throws {
        let rows = (0..<200).map { [Float($0 % 4 + 1), 1, 0] }
        let oracle = try DenseOracle(rows, metric: .euclidean, kind: kind)
        let found = try oracle.index.search([2, 1, 0], count: 50, effort: .exact)
        #expect(found.map { Int($0.row) } == (0..<50).map { 4 * $0 + 1 })
        #expect(found.allSatisfy { $0.score == 0 })
    }

    @Test("finds all rows within a radius", arguments: Metric.allCases, DenseIndexKind.allCases)
    func range(metric: Metric, kind: DenseIndexKind) throws {
        var numbers = SeededGenerator(seed: 8)
        let oracle = try DenseOracle(numbers.clustered(900, 30, centres: 9), metric: metric, kind: kind)
        let query = numbers.rows(1, 30)[0]
        let scores = oracle.best(900, for: query)
        for rank in [0, 5, 400] {
            let least = Float((scores[rank] + scores[rank + 1]) / 2)
            #expect(try oracle.index.range(query, atLeast: least).count == rank + 1)
        }
        #expect(try oracle.index.range(query, atLeast: -.infinity).count == 900)
        #expect(try oracle.index.range(query, atLeast: .infinity).isEmpty)
    }

    @Test("searches many at once as one at a time", arguments: Metric.allCases, VectorStorage.allCases)
    func batch(metric: Metric, storage: VectorStorage) throws {
        var numbers = SeededGenerator(seed: 21)
        let oracle = try DenseOracle(numbers.clustered(700, 50, centres: 12), metric: metric, storage: storage)
        let queries = numbers.rows(300, 50)
        let found = try oracle.index.search(queries, count: 7)
        for (query, found) in zip(queries, found) {
            #expect(found == (try oracle.index.search(query, count: 7)))
        }
    }

    @Test("refuses what cannot be compared")
    func refusals() throws {
        let oracle = try DenseOracle([[1, 2], [3, 4]])
        let bad: [([Float], VectorFault)] = [
            ([1], .dimension(expected: 2, got: 1)), ([1, .nan], .notFinite(position: 1)),
            ([.infinity, 1], .notFinite(position: 0)), ([0, 0], .zero),
        ]
        for (vector, fault) in bad {
            #expect(throws: EngineError.badVector(field: "v", fault)) { try oracle.index.search(vector, count: 1) }
        }
        let products = DenseField("v", dimension: 2, metric: .innerProduct, storage: .half)
        #expect(products.fault(in: [0, 0]) == nil)
        #expect(products.fault(in: [0, 70000]) == .notFinite(position: 1))
    }

    @Test("knows rows of zeros, rows that are alike, and none", arguments: DenseIndexKind.allCases)
    func degenerate(kind: DenseIndexKind) throws {
        let alike = try DenseOracle([[Float]](repeating: [1, 2, 3], count: 150), metric: .innerProduct, kind: kind)
        #expect(try alike.index.search([1, 0, 0], count: 5).map(\.row) == [0, 1, 2, 3, 4])
        let zeros = try DenseOracle([[Float]](repeating: [0, 0], count: 100), metric: .euclidean, kind: kind)
        #expect(try zeros.index.search([3, 4], count: 1).first?.score == -25)
        #expect(try zeros.index.search([3, 4], count: 0).isEmpty)
    }
}
