import Embedding
import Synchronization

/// Shows how many texts and tokens are done, and how fast, once it takes longer than two seconds.
final class EmbedProgress: Sendable {
    private let console: Console
    private let isQuiet: Bool
    private let started = ContinuousClock.now
    private let state = Mutex(State())

    private struct State {
        /// Of earlier portions, and of the one at hand.
        var before = EncodingProgress(texts: 0, tokens: 0)
        var current = EncodingProgress(texts: 0, tokens: 0)
        var shownAt: ContinuousClock.Instant?
    }

    init(_ console: Console, isQuiet: Bool) {
        self.console = console
        self.isQuiet = isQuiet
    }

    /// What a portion of texts reports to.
    func portion() -> @Sendable (EncodingProgress) -> Void {
        state.withLock { state in
            state.before.texts += state.current.texts
            state.before.tokens += state.current.tokens
            state.current = EncodingProgress(texts: 0, tokens: 0)
        }
        return { [self] in show($0) }
    }

    private func show(_ progress: EncodingProgress) {
        let now = ContinuousClock.now
        let interval: Duration = console.isErrorTerminal ? .milliseconds(100) : .seconds(10)
        let line = state.withLock { state -> String? in
            state.current = progress
            guard !isQuiet, now - started >= .seconds(2), state.shownAt.map({ now - $0 >= interval }) ?? true else {
                return nil
            }
            state.shownAt = now
            return text(state)
        }
        guard let line else { return }
        if console.isErrorTerminal { console.rewriteLine(line) } else { console.complain(line) }
    }

    /// Ends the line, and says what was done if it took a while.
    func finish() {
        let line = state.withLock { $0.shownAt == nil ? nil : text($0) }
        guard let line else { return }
        if console.isErrorTerminal { console.rewriteLine("") }
        console.complain(line)
    }

    private func text(_ state: State) -> String {
        let (texts, tokens) = (state.before.texts + state.current.texts, state.before.tokens + state.current.tokens)
        let elapsed = (ContinuousClock.now - started) / .seconds(1)
        return
            "embedding: \(texts.counted("text")), \(tokens.grouped) tokens, \(Int(Double(tokens) / max(elapsed, 0.001)).grouped) tokens/s"
    }
}
