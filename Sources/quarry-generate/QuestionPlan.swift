/// One time that a planted question is asked.
struct Asking {
    /// Counts all of them.
    let number: Int
    let theme: Int
}

/// Which questions are asked in which bursts: a few of them often, each at least twice where there is room.
struct QuestionPlan {
    let themes: Int
    private let spread: Spread
    private let seed: UInt64

    /// Between two times that anything planted is asked, about this many messages pass in a large archive.
    private static let messagesPerAsking = 300

    init(themes: Int, messages: Int, bursts: Int, seed: UInt64) {
        self.themes = themes
        self.seed = seed
        let wanted = max(2 * themes, messages / Self.messagesPerAsking)
        let room = bursts - bursts / 10
        spread = Spread(themes == 0 ? 0 : min(wanted, room), over: bursts, seed: seed, number: -1)
    }

    var askings: Int { spread.items }

    func burst(of asking: Int) -> Int { spread.place(of: asking) }

    func asking(inBurst burst: Int) -> Asking? {
        spread.item(at: burst).map { Asking(number: $0, theme: theme(of: $0)) }
    }

    /// The first two rounds ask every theme once, in an order that leaps across the archive; the rest is Zipfian.
    private func theme(of asking: Int) -> Int {
        // A prime above any count of askings has no factor in common with it, so this is a permutation.
        let prime = 1_000_003
        let leap = asking * prime % askings
        if leap < 2 * themes { return leap % themes }
        var random = Random(seed: seed, .question, asking)
        return random.zipfian(below: themes)
    }
}
