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
        #expect(await recall(of: lists.index, against: exact.index, count: 10, asked: 0.95) >= 0.94)
        #expect(await recall(of: lists.index, against: exact.index, count: 10, asked: 1) == 1)
    }

    @Test("are found by shadows of a few dimensions at the recall that is asked for", arguments: Metric.allCases)
    func shadows(metric: Metric) async throws {
        var numbers = SeededGenerator(seed: 5)
        // Most of what tells these rows apart lies in 20 of their 200 dimensions.
        let turns = numbers.clustered(20, 200, centres: 20)
        let rows = numbers.clustered(1500, 20, centres: 30).map { small -> [Float] in
            (0..<200).map { column in
                zip(small, turns).reduce(Float.random(in: -0.2...0.2, using: &numbers)) { $0 + $1.0 * $1.1[column] }
            }
        }
        let exact = try DenseOracle(rows, metric: metric)
        let lists = try DenseOracle(rows, metric: metric, kind: .invertedFile)
        let plan = NeighbourPlan(lists.index, asking: lists.index, count: 8, recall: 0.95, threads: 2)
        #expect(plan.own.space.dimension < 200)
        let others = try DenseOracle(Array(rows.prefix(300)), metric: metric)
        for asking in [nil, others.index] {
            #expect(await recall(of: lists.index, against: exact.index, by: asking, count: 8, asked: 0.95) >= 0.95)
        }
    }

    @Test("are looked for in near lists alone where the neighbours stand there")
    func nearLists() async throws {
        var numbers = SeededGenerator(seed: 7)
        // Far more lists than any row has near ones.
        let rows = numbers.clustered(6000, 24, centres: 400)
        let lists = try DenseOracle(rows, kind: .invertedFile)
        let plan = NeighbourPlan(lists.index, asking: lists.index, count: 5, recall: 0.95, threads: 2)
        #expect(plan.nearLists < lists.index.lists / 4)
        let near = try #require(NearLists(of: lists.index, asking: lists.index))
        for group in lists.index.groupsOfPlaces {
            let places = near.places(near: group, of: plan.nearLists)
            #expect(
                zip(places, places.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }, "in order, none twice")
            #expect(group.allSatisfy { place in places.contains { $0.contains(place) } }, "its own list is near")
        }
        let exact = try DenseOracle(rows)
        #expect(await recall(of: lists.index, against: exact.index, count: 5, asked: 0.95) >= 0.94)
    }

    @Test("are looked for in all dimensions where each counts")
    func wholeShadow() throws {
        var numbers = SeededGenerator(seed: 6)
        let lists = try DenseOracle(numbers.clustered(600, 100, centres: 600), kind: .invertedFile)
        let plan = NeighbourPlan(lists.index, asking: lists.index, count: 5, recall: 0.99, threads: 1)
        #expect(plan.own.space.isWhole && plan.own.space.dimension == 100)
    }

    /// The share of the true neighbours that are found, each row asking once.
    private func recall(
        of lists: DenseIndex, against exact: DenseIndex, by asking: DenseIndex? = nil, count: Int, asked: Float
    ) async -> Double {
        var truth: [[UInt32]] = []
        await exact.neighbours(of: asking, count: count) { _, nearest in truth.append(nearest.map(\.row)) }
        var (hits, seen) = (0, Set<Int>())
        await lists.neighbours(of: asking, count: count, recall: asked) { row, nearest in
            #expect(seen.insert(row).inserted)
            #expect(nearest == nearest.sorted() && nearest.count == count)
            #expect(asking != nil || !nearest.contains { Int($0.row) == row }, "no row is its own neighbour")
            hits += Set(nearest.map(\.row)).intersection(truth[row]).count
        }
        #expect(seen.count == truth.count)
        return Double(hits) / Double(truth.count * count)
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
