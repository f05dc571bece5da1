/// Notices that nothing moves. libcurl's own watch averages over five seconds, and so is late by as much.
struct StallWatch {
    private let limit: Duration
    private var progress = 0
    private var lastMove: ContinuousClock.Instant

    init(limit: Duration, now: ContinuousClock.Instant) {
        self.limit = limit
        lastMove = now
    }

    /// When the transfer has stalled, if nothing moves until then.
    var deadline: ContinuousClock.Instant {
        lastMove + limit
    }

    /// - Parameters:
    ///   - progress: a count that grows with every byte.
    ///   - isHeldBack: whether it is the reader whom the transfer waits for.
    mutating func note(progress: Int, isHeldBack: Bool, now: ContinuousClock.Instant) {
        guard progress != self.progress || isHeldBack else { return }
        self.progress = progress
        lastMove = now
    }
}
