import TestSupport
import Testing

@testable import VectorEngine

@Suite("Neighbours of every row")
struct DenseNeighbourTests {
    @Test("are those of brute force, row by row in order", arguments: Metric.allCases, [1, 300])
    func graph(metric: Metric, count: Int) async throws {
        var numbers = SeededGenerator(seed: 2)
        let oracle = try DenseOracle(numbers.clustered(count, 33, centres: 8), metric: metric)
        var next = 0
        await oracle.index.neighbours(count: 6, threads: 2) { row, nearest in
            #expect(row == next)
            next += 1
            #expect(!nearest.contains { Int($0.row) == row }, "no row is its own neighbour")
            let others = (0..<count).filter { $0 != row }.map { oracle.score($0, for: oracle.index.vector(row)) }
            let expected = others.sorted(by: >).prefix(6)
            #expect(nearest.count == expected.count)
            for (found, expected) in zip(nearest, expected) { #expect(abs(Double(found.score) - expected) < 1e-4) }
        }
        #expect(next == count)
    }

    @Test("are found in lists at the recall that is asked for", arguments: Metric.allCases)
    func lists(metric: Metric) async throws {
        var numbers = SeededGenerator(seed: 3)
        let rows = numbers.clustered(2500, 32, centres: 50)
        let exact = try DenseOracle(rows, metric: metric)
        let lists = try DenseOracle(rows, metric: metric, kind: .invertedFile)
        var truth: [[UInt32]] = []
        await exact.index.neighbours(count: 10) { _, nearest in truth.append(nearest.map(\.row)) }
        var (hits, next) = (0, 0)
        await lists.index.neighbours(count: 10, recall: 0.95) { row, nearest in
            #expect(row == next)
            #expect(nearest == nearest.sorted() && nearest.count == 10)
            hits += Set(nearest.map(\.row)).intersection(truth[row]).count
            next += 1
        }
        #expect(next == 2500)
        #expect(Double(hits) / 25_000 >= 0.93)
    }

    @Test("join two sets", arguments: Metric.allCases)
    func join(metric: Metric) async throws {
        var numbers = SeededGenerator(seed: 4)
        let left = try DenseOracle(numbers.clustered(90, 20, centres: 5), metric: metric)
        let right = try DenseOracle(numbers.clustered(500, 20, centres: 5), metric: metric)
        var next = 0
        await right.index.neighbours(of: left.index, count: 4) { row, nearest in
            #expect(row == next)
            next += 1
            let expected = right.best(4, for: left.index.vector(row))
            for (found, expected) in zip(nearest, expected) { #expect(abs(Double(found.score) - expected) < 1e-4) }
            #expect(nearest.count == 4)
        }
        #expect(next == 90)
    }
}
