// MaxScore (Turtle, Flood 1995) over windows of rows, with bounds of blocks (Ding, Suel 2011):
//
//     terms in falling order of their weights; bounds[i] = what terms i... can add to a row at most
//     for each window of rows:
//         needed = the fewest terms such that bounds[needed] <= the score of the worst of the best rows so far
//         for terms before `needed`: add what they give to each of their rows in the window, and mark the rows
//         for marked rows that the filter has, in rising order:
//             for terms from `needed` on: give up if sum + bounds[term] cannot surpass the worst; else look the row up
//             offer the row
//
// Departures:
// 1. Terms are ordered by their weight in the collection, not by their bound in the segment, so that every row's sum is made in
//    the same order whichever terms were needed: scores are equal to the bit to those of a scorer that looks at every row.
// 2. A term's rows in a window are added up in one go, instead of one row after the other over all terms: the row with the
//    smallest number need not be found, and nothing is branched upon.
// 3. A block that a row is looked up in is not even unpacked where its own bound tells that it does not help.
// 4. With a filter that leaves fewer rows in a window than the needed terms have, all terms are looked up for the rows that it
//    leaves.

extension SparseIndex {
    /// The best rows that have a term of the query, of those that a filter leaves, the best first; equal scores by row.
    func search(_ scorer: SparseScorer, limit: Int, allowed: RowSet? = nil) throws(EngineError) -> [RowScore] {
        precondition(scorer.kind == kind, "a query of the other kind")
        precondition(allowed == nil || allowed?.rows == rows, "a filter over other rows")
        guard limit > 0, rows > 0 else { return [] }
        return try withView { view throws(EngineError) in
            var search = try SparseSearch(view, scorer, limit: min(limit, rows))
            guard let allowed else { return try search.run(view, nil) }
            var (found, failure): ([RowScore], EngineError?) = ([], nil)
            allowed.withWords { words in
                do throws(EngineError) { found = try search.run(view, words) } catch { failure = error }
            }
            if let failure { throw failure }
            return found
        }
    }
}

/// One search over one segment.
private struct SparseSearch: ~Copyable {
    private let scorer: SparseScorer
    private var best: BestRows
    private let cursors: CursorList
    /// What the terms from each on can add at most, and nothing behind the last.
    private var bounds: [Float]
    /// The sums and marks of the rows of a window.
    private let sums: UnsafeMutablePointer<Float>
    private let marks: UnsafeMutablePointer<UInt64>
    /// Rows of a window that may be among the best, with their sums so far.
    private var candidates: GrowingBuffer<RowScore>

    private static let window = 4096
    private static let firstWindow = 256
    /// Looking a row up takes about as long as adding up so many of a list.
    private static let lookUp = 8

    init(_ view: borrowing SparseView, _ scorer: SparseScorer, limit: Int) throws(EngineError) {
        self.scorer = scorer
        best = BestRows(limit)
        cursors = try CursorList(view, scorer)
        bounds = [Float](repeating: 0, count: cursors.count + 1)
        for index in stride(from: cursors.count - 1, through: 0, by: -1) {
            // Sums in another order than the scores', so the rounding has to be allowed for.
            bounds[index] = (bounds[index + 1] + cursors[index].bound) * 1.000_001
        }
        sums = .allocate(capacity: Self.window)
        sums.update(repeating: 0, count: Self.window)
        marks = .allocate(capacity: Self.window / 64)
        marks.update(repeating: 0, count: Self.window / 64)
        candidates = GrowingBuffer(capacity: Self.window)
    }

    deinit {
        sums.deallocate()
        marks.deallocate()
    }

    mutating func run(
        _ view: borrowing SparseView, _ allowed: UnsafeBufferPointer<UInt64>?
    ) throws(EngineError) -> [RowScore] {
        var needed = cursors.count
        var base = 0
        // Few rows at first, for as long as the best are none yet every term is needed.
        var window = Self.firstWindow
        while base < view.rows {
            while needed > 0, bounds[needed - 1] <= best.threshold { needed -= 1 }
            guard needed > 0, let next = cursors.next(before: needed) else { break }
            base = max(base, next & ~63)
            guard base < view.rows else { break }
            let end = min(base + window, view.rows)
            window = min(window * 2, Self.window)
            let lacked = try collect(view, allowed, base..<end, needed: needed)
            for index in lacked..<cursors.count { try lookUp(index, view) }
            offerCandidates()
            base = end
        }
        return best.sorted()
    }

    /// Puts the rows of a window that may be among the best in `candidates`, and says from which term on they lack something.
    private mutating func collect(
        _ view: borrowing SparseView, _ allowed: UnsafeBufferPointer<UInt64>?, _ window: Range<Int>, needed: Int
    ) throws(EngineError) -> Int {
        candidates.removeAll()
        let words = (window.count + 63) / 64
        let firstWord = window.lowerBound / 64
        if let allowed {
            var left = 0
            for word in firstWord..<firstWord + words { left += allowed[word].nonzeroBitCount }
            guard left > 0 else { return cursors.count }
            let postings = cursors.frequency(before: needed) * window.count / view.rows
            if left * Self.lookUp * cursors.count < postings {
                for word in 0..<words { addCandidates(allowed[firstWord + word], window.lowerBound + word * 64) }
                return 0
            }
        }
        for index in 0..<needed {
            try cursors[index].accumulate(
                before: window.upperBound, base: window.lowerBound, view, scorer, sums: sums, marks: marks)
        }
        let rest = bounds[needed]
        let threshold = best.threshold
        for word in 0..<words where marks[word] != 0 {
            var bits = marks[word]
            marks[word] = 0
            while bits != 0 {
                let offset = word * 64 + bits.trailingZeroBitCount
                bits &= bits - 1
                let sum = sums[offset]
                sums[offset] = 0
                guard sum + rest > threshold else { continue }
                if let allowed, allowed[firstWord + word] >> UInt64(offset & 63) & 1 == 0 { continue }
                candidates.append(RowScore(row: UInt32(window.lowerBound + offset), score: sum))
            }
        }
        return needed
    }

    /// Negative zero stands for a row that no term was found in: adding to it gives what was added.
    private mutating func addCandidates(_ word: UInt64, _ base: Int) {
        var bits = word
        while bits != 0 {
            candidates.append(RowScore(row: UInt32(base + bits.trailingZeroBitCount), score: -0.0))
            bits &= bits - 1
        }
    }

    private mutating func offerCandidates() {
        for candidate in candidates.values
        where candidate.score > best.threshold && candidate.score.bitPattern != (-Float.zero).bitPattern {
            best.insert(candidate)
        }
    }

    /// Adds what a term gives to the candidates, and leaves out those that cannot be among the best.
    private mutating func lookUp(_ index: Int, _ view: borrowing SparseView) throws(EngineError) {
        let threshold = best.threshold
        let rest = bounds[index + 1]
        var kept = 0
        for position in 0..<candidates.count {
            var candidate = candidates[position]
            guard candidate.score + bounds[index] > threshold else { continue }
            if candidate.score + (try cursors[index].bound(at: candidate.row, view, scorer)) + rest > threshold,
                let more = try cursors[index].contribution(to: candidate.row, view, scorer)
            {
                candidate.score += more
            }
            guard candidate.score + rest > threshold else { continue }
            candidates[kept] = candidate
            kept += 1
        }
        candidates.truncate(to: kept)
    }
}

/// The cursors of the terms that a segment has, in the scorer's order.
struct CursorList: ~Copyable {
    let count: Int
    private let cursors: UnsafeMutablePointer<PostingCursor>
    private let indexes: [Int]

    init(_ view: borrowing SparseView, _ scorer: SparseScorer) throws(EngineError) {
        cursors = .allocate(capacity: max(scorer.terms.count, 1))
        var indexes: [Int] = []
        do throws(EngineError) {
            for (index, term) in scorer.terms.enumerated() {
                guard let found = try view.find(scorer.query, term.index) else { continue }
                (cursors + indexes.count).initialize(
                    to: PostingCursor(found, weight: term.weight, view: view, scorer: scorer))
                indexes.append(index)
            }
        } catch {
            cursors.deinitialize(count: indexes.count)
            cursors.deallocate()
            throw error
        }
        self.indexes = indexes
        count = indexes.count
    }

    deinit {
        cursors.deinitialize(count: count)
        cursors.deallocate()
    }

    subscript(index: Int) -> PostingCursor {
        @inline(__always) _read { yield cursors[index] }
        @inline(__always) nonmutating _modify { yield &cursors[index] }
    }

    /// The term's place among those of the scorer.
    func term(_ index: Int) -> Int {
        indexes[index]
    }

    /// No row before this one is left in the first so many lists, or in none of them any.
    func next(before end: Int) -> Int? {
        var least: Int?
        for index in 0..<end {
            guard let next = cursors[index].next else { continue }
            least = min(least ?? next, next)
        }
        return least
    }

    func frequency(before end: Int) -> Int {
        (0..<end).reduce(0) { $0 + cursors[$1].frequency }
    }
}
