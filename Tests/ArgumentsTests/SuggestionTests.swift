import Testing

@testable import Arguments

@Suite("Suggestions")
struct SuggestionTests {
    @Test(
        "the nearest known word is suggested, and none when all are far",
        arguments: [
            ("outptu", "output"), ("OUTPUT", "output"), ("putput", "output"), ("outpu", "output"), ("o", "output"),
            ("out", "output"), ("tpyo", nil), ("quite", "quiet"), ("qiet", "quiet"), ("cahnel", "channel"),
            ("environmnt-varibl", "environment-variable"), ("environment-variable-xyz", nil), ("", nil), ("jq", nil),
            ("js", "json"),
        ] as [(String, String?)])
    func suggests(typed: String, expected: String?) {
        let known = ["output", "quiet", "channel", "environment-variable", "json", "outer"]
        #expect(Suggestion.nearest(to: typed, among: known) == expected)
    }

    @Test("the first of equally near words is suggested")
    func prefersFirst() {
        #expect(Suggestion.nearest(to: "cat", among: ["cut", "bat"]) == "cut")
        #expect(Suggestion.nearest(to: "cat", among: ["bat", "cut"]) == "bat")
        #expect(Suggestion.nearest(to: "ca", among: ["catalogue", "cab"]) == "cab")
    }

    @Test("a longer word may be further away", arguments: [(1, 1), (3, 1), (4, 2), (8, 2), (9, 3), (40, 3)])
    func boundsByLength(length: Int, bound: Int) {
        #expect(Suggestion.bound(length: length) == bound)
    }

    @Test(
        "known distances",
        arguments: [
            ("", "", 0), ("", "abc", 3), ("kitten", "sitting", 3), ("ab", "ba", 1), ("abcd", "badc", 2),
            // One swap and one insertion for the unrestricted distance, which this is not.
            ("ca", "abc", 3),
        ])
    func measures(a: String, b: String, distance: Int) {
        #expect(Suggestion.distance(Array(a), Array(b)) == distance)
        #expect(Suggestion.distance(Array(b), Array(a)) == distance)
    }

    @Test("the distance is the recurrence's, on every pair of words of up to four letters of two")
    func agreesWithRecurrence() {
        let words = (0...4).flatMap { length in
            (0..<(1 << length)).map { bits in (0..<length).map { bits >> $0 & 1 == 0 ? "a" : "b" as Character } }
        }
        for a in words {
            for b in words {
                #expect(Suggestion.distance(a, b) == naiveDistance(a[...], b[...]), "\(String(a)) \(String(b))")
            }
        }
    }

    @Test("the distance is the recurrence's on random words", arguments: 0..<4 as Range<UInt64>)
    func agreesWithRecurrence(seed: UInt64) {
        var state = seed
        func next(_ bound: UInt64) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % bound)
        }
        func word() -> [Character] { (0..<next(7)).map { _ in Array("abcd")[next(4)] } }
        for _ in 0..<50 {
            let (a, b) = (word(), word())
            #expect(Suggestion.distance(a, b) == naiveDistance(a[...], b[...]), "\(String(a)) \(String(b))")
        }
    }

    private func naiveDistance(_ a: ArraySlice<Character>, _ b: ArraySlice<Character>) -> Int {
        guard let lastA = a.last, let lastB = b.last else { return a.count + b.count }
        var least = min(
            naiveDistance(a.dropLast(), b) + 1,
            naiveDistance(a, b.dropLast()) + 1,
            naiveDistance(a.dropLast(), b.dropLast()) + (lastA == lastB ? 0 : 1))
        if a.count > 1, b.count > 1, a.dropLast().last == lastB, b.dropLast().last == lastA {
            least = min(least, naiveDistance(a.dropLast(2), b.dropLast(2)) + 1)
        }
        return least
    }
}
