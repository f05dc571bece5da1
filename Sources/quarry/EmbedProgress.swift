import Embedding
import Synchronization

/// Shows how many texts and tokens are done, and how fast.
final class EmbedProgress: Sendable {
    private let console: Console
    private let line: ProgressLine
    private let state = Mutex(State())

    private struct State {
        /// Of earlier portions, and of the one at hand.
        var before = EncodingProgress(texts: 0, tokens: 0)
        var current = EncodingProgress(texts: 0, tokens: 0)
    }

    init(_ console: Console, isQuiet: Bool) {
        self.console = console
        line = ProgressLine(console, isQuiet: isQuiet)
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
        state.withLock { state in
            // Two threads may tell in another order than they counted.
            if progress.texts > state.current.texts { state.current = progress }
        }
        line.show(onTerminal: text, elsewhere: text)
    }

    /// Ends the line, and says what was done if it took a while.
    func finish() {
        line.wipe()
        if line.wasShown { console.complain(text) }
    }

    private var text: String {
        let (texts, tokens) = state.withLock {
            ($0.before.texts + $0.current.texts, $0.before.tokens + $0.current.tokens)
        }
        let rate = Double(tokens) / max(line.elapsed / .seconds(1), 0.001)
        return "embedding: \(texts.counted("text")), \(tokens.grouped) tokens, \(Int(rate).grouped) tokens/s"
    }
}
