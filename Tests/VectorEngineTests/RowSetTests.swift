import TestSupport
import Testing

@testable import VectorEngine

@Suite("Sets of rows")
struct RowSetTests {
    @Test("operations are those of sets of numbers", arguments: [0, 1, 63, 64, 65, 1000])
    func operations(rows: Int) {
        var random = SeededGenerator(seed: UInt64(rows))
        for _ in 0..<50 {
            let (left, right) = (numbers(below: rows, &random), numbers(below: rows, &random))
            check(rows, left, right) {
                $0.formUnion($1)
            } set: {
                $0.union($1)
            }
            check(rows, left, right) {
                $0.formIntersection($1)
            } set: {
                $0.intersection($1)
            }
            check(rows, left, right) {
                $0.subtract($1)
            } set: {
                $0.subtracting($1)
            }
            check(rows, left, right) { set, _ in
                set.invert()
            } set: { set, _ in
                Set(0..<rows).subtracting(set)
            }
        }
    }

    @Test("a range is inserted with its ends", arguments: [1, 63, 64, 65, 129])
    func ranges(rows: Int) {
        for first in 0...rows {
            for end in first...rows {
                var set = RowSet(rows: rows)
                set.insert(contentsOf: first..<end)
                #expect(Array(set) == Array(first..<end))
            }
        }
    }

    @Test("a full set has all rows and no more")
    func full() {
        let set = RowSet(rows: 70, all: true)
        #expect(set.count == 70 && set.isFull && !set.isEmpty)
        #expect(RowSet(rows: 70, words: [.max, .max]) == set)
    }

    private func check(
        _ rows: Int, _ left: Set<Int>, _ right: Set<Int>, change: (inout RowSet, RowSet) -> Void,
        set expected: (Set<Int>, Set<Int>) -> Set<Int>
    ) {
        var found = rowSet(rows, left)
        change(&found, rowSet(rows, right))
        let numbers = expected(left, right).sorted()
        #expect(Array(found) == numbers && found.numbers(atMost: rows).map(Int.init) == numbers)
        #expect(found.count == numbers.count && found.isEmpty == numbers.isEmpty)
    }

    private func rowSet(_ rows: Int, _ members: Set<Int>) -> RowSet {
        var set = RowSet(rows: rows)
        for row in members { set[row] = true }
        return set
    }

    private func numbers(below rows: Int, _ random: inout SeededGenerator) -> Set<Int> {
        Set((0..<rows).filter { _ in Bool.random(using: &random) })
    }
}
