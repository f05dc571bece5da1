// A scan estimates scores; the rows that might be wanted go on to a dearer and better score:
//
//     a row whose estimate reaches threshold = (k-th best score so far) - margin waits
//     settling: of those that wait the best few are scored, the threshold rises, and what falls below it is dropped
//     at the end all that wait are scored, some dozens at a time, if they still reach it
//
// With a margin that bounds the estimate's error the result is exact.

/// Rows on their way from an estimate to a score.
struct Funnel {
    let wanted: Int
    let margin: Float
    /// A score that is known to be wanted at least.
    private let least: Float
    /// What reaches this is worth keeping.
    private(set) var threshold: Float
    private(set) var best: BestScores
    /// Estimates, as numbers that are ordered as they are, above places turned round: of equal ones the lesser goes first.
    private var waiting: [UInt64] = []

    /// Writes the scores of some places.
    typealias Scorer = (_ places: UnsafePointer<UInt32>, _ count: Int, _ out: UnsafeMutablePointer<Float>) -> Void

    private static let portion = 64

    /// - Parameter kept: how many scores are kept, no less than are wanted.
    init(wanted: Int, kept: Int, margin: Float, least: Float = -.infinity) {
        self.wanted = wanted
        self.margin = margin
        self.least = least
        threshold = least - margin
        best = BestScores(capacity: kept)
        waiting.reserveCapacity(512)
    }

    var isEmpty: Bool {
        waiting.isEmpty && best.scores.isEmpty
    }

    mutating func add(_ places: UnsafePointer<UInt32>, _ estimates: UnsafePointer<Float>, _ count: Int) {
        for index in 0..<count { add(places[index], estimates[index]) }
    }

    mutating func add(_ place: UInt32, _ estimate: Float) {
        waiting.append(UInt64(estimate.ordered) << 32 | UInt64(~place))
    }

    /// Scores the best of those that wait, and drops what cannot be wanted any more.
    mutating func settle(_ score: Scorer) {
        let count = min(waiting.count, 2 * wanted + 6)
        waiting.selectLargest(count)
        take(from: 0, count, score)
        waiting.removeFirst(count)
        let least = UInt64(threshold.ordered) << 32
        waiting.removeAll { $0 < least }
    }

    /// Scores all that might be wanted. In no order: to sort those that wait costs as much as to score them.
    mutating func finish(_ score: Scorer) {
        settle(score)
        var next = 0
        while next < waiting.count {
            let count = min(Self.portion, waiting.count - next)
            let end = next + count
            let least = UInt64(threshold.ordered) << 32
            var kept = next
            for index in next..<end where waiting[index] >= least {
                waiting[kept] = waiting[index]
                kept += 1
            }
            take(from: next, kept - next, score)
            next = end
        }
        waiting.removeAll(keepingCapacity: true)
    }

    private mutating func take(from first: Int, _ count: Int, _ score: Scorer) {
        guard count > 0 else { return }
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { places in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: count) { scores in
                guard let placesBase = places.baseAddress, let scoresBase = scores.baseAddress else { return }
                for index in 0..<count { placesBase[index] = ~UInt32(truncatingIfNeeded: waiting[first + index]) }
                score(placesBase, count, scoresBase)
                for index in 0..<count { best.insert(placesBase[index], scoresBase[index]) }
            }
        }
        threshold = max(least, best.score(at: wanted)) - margin
    }
}
