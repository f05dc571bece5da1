/// The known word that a misspelt one was probably meant to be.
///
/// F. J. Damerau, "A technique for computer detection and correction of spelling errors", CACM 7(3), 1964.
///
///     d(i, j) = the least of
///         d(i-1, j) + 1                         a letter too many
///         d(i, j-1) + 1                         a letter too few
///         d(i-1, j-1) + (a[i] == b[j] ? 0 : 1)  a wrong letter
///         d(i-2, j-2) + 1                       two letters swapped: a[i] == b[j-1] and a[i-1] == b[j]
///
/// Departures:
/// 1. Swapped letters are not edited again (the "optimal string alignment" distance), so three rows suffice.
/// 2. A word of which the misspelt one is the beginning counts as near when none is near by distance.
enum Suggestion {
    /// The nearest candidate, the first of equals, letter case ignored; nil when none is near enough.
    static func nearest(to typed: String, among candidates: [String]) -> String? {
        let word = Array(typed.lowercased())
        guard !word.isEmpty else { return nil }
        let bound = bound(length: word.count)
        let near = candidates.compactMap { candidate -> Near? in
            let other = Array(candidate.lowercased())
            // The distance is at least the difference in length; this also keeps a huge argument cheap.
            guard abs(other.count - word.count) <= bound else { return nil }
            let distance = distance(word, other)
            return distance <= bound ? Near(candidate: candidate, distance: distance) : nil
        }
        return near.min { $0.distance < $1.distance }?.candidate
            ?? candidates.first { Array($0.lowercased()).starts(with: word) }
    }

    /// How many edits a word of this length may be away; fewer for short words, which are all near each other.
    static func bound(length: Int) -> Int {
        switch length {
        case ...3: 1
        case ...8: 2
        default: 3
        }
    }

    /// The number of edits between two words, in time proportional to the product of their lengths.
    static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var beforePrevious: [Int] = []
        var previous = Array(0...b.count)
        for i in a.indices {
            var current = [i + 1]
            for j in b.indices {
                var least = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    least = min(least, beforePrevious[j - 1] + 1)
                }
                current.append(least)
            }
            beforePrevious = previous
            previous = current
        }
        return previous[b.count]
    }

    private struct Near {
        let candidate: String
        let distance: Int
    }
}
