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

    @Test("a set that was listed is the same set, and what changes it is not overlooked")
    func listed() {
        var set = RowSet(rows: 1000)
        for row in [3, 64, 999] { set[row] = true }
        var listed = set.listed()
        #expect(listed == set && listed.count == 3 && listed.numbers(atMost: 2) == [3, 64])
        listed[65] = true
        #expect(listed.count == 4 && listed.numbers(atMost: 9) == [3, 64, 65, 999])
        listed = listed.listed()
        listed.invert()
        #expect(listed.count == 996)
        listed = RowSet(rows: 1000, all: true).listed()
        listed.formIntersection(set.listed())
        #expect(listed == set && Array(listed) == [3, 64, 999])
    }

    @Test("the largest come to the front, however few are wanted")
    func largest() {
        var random = SeededGenerator(seed: 8)
        for count in [1, 2, 33, 100, 500] {
            let values = (0..<count).map { _ in UInt64.random(in: 0...60, using: &random) }
            for wanted in Set([0, 1, 10, 31, 32, 33, 40, count]).filter({ $0 <= count }) {
                var moved = values
                moved.selectLargest(wanted)
                #expect(moved.prefix(wanted).sorted() == values.sorted().suffix(wanted))
                #expect(moved.sorted() == values.sorted())
                let first = wanted / 2
                moved.selectLargest(first)
                moved.selectLargest(wanted, from: first)
                #expect(moved.prefix(wanted).sorted() == values.sorted().suffix(wanted))
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
