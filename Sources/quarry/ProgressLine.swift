import Synchronization

/// The line that says how far a command is: written over on a terminal, a new one now and then elsewhere.
///
/// Nothing is shown in the first two seconds, so that short runs stay quiet.
final class ProgressLine: Sendable {
    private let console: Console
    private let isQuiet: Bool
    private let started = ContinuousClock.now
    private let state = Mutex(State())

    private struct State {
        var shownAt: ContinuousClock.Instant?
        var isOpen = false
    }

    init(_ console: Console, isQuiet: Bool) {
        self.console = console
        self.isQuiet = isQuiet
    }

    var elapsed: Duration {
        ContinuousClock.now - started
    }

    /// Whether anything was shown.
    var wasShown: Bool {
        state.withLock { $0.shownAt != nil }
    }

    /// Shows how far the command is, if it is time for that.
    func show(onTerminal line: @autoclosure () -> String, elsewhere plain: @autoclosure () -> String) {
        guard isTime else { return }
        if console.isErrorTerminal { console.rewriteLine(line()) } else { console.complain(plain()) }
    }

    private var isTime: Bool {
        guard !isQuiet else { return false }
        let now = ContinuousClock.now
        let interval: Duration = console.isErrorTerminal ? .milliseconds(100) : .seconds(10)
        return state.withLock { state in
            let isDue = state.shownAt.map { now - $0 >= interval } ?? (now - started >= .seconds(2))
            guard isDue else { return false }
            state.shownAt = now
            state.isOpen = console.isErrorTerminal
            return true
        }
    }

    /// Wipes the line off a terminal, where another may follow.
    func wipe() {
        let wasOpen = state.withLock { state in
            defer { state.isOpen = false }
            return state.isOpen
        }
        if wasOpen { console.rewriteLine("") }
    }
}
