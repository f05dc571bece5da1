import Chat
import Pipeline
import Synchronization

/// Shows what a run tells: a bar with rate and time left on a terminal, plain lines elsewhere. Problems are shown at once,
/// also with `--quiet`.
final class RunReporter: Sendable {
    private let console: Console
    private let line: ProgressLine
    private let stage = Mutex<Stage?>(nil)

    /// What goes on, and since when.
    private struct Stage {
        let name: StageName
        let began = ContinuousClock.now
    }

    init(_ console: Console, isQuiet: Bool) {
        self.console = console
        line = ProgressLine(console, isQuiet: isQuiet)
    }

    func report(_ event: RunEvent) {
        switch event {
        case .began(let name): stage.withLock { $0 = Stage(name: name) }
        case .progressed(let progress): show(progress)
        case .noEncoder:
            line.wipe()
            console.complain(
                "no encoder: passages are found by their words only; 'make setup' fetches one, --encoder names another")
        case .problem(let problem):
            line.wipe()
            console.complain(problem.line)
        }
    }

    /// Ends the bar's line.
    func finish() {
        line.wipe()
    }

    private func show(_ progress: RunProgress) {
        guard let stage = stage.withLock({ $0 }) else { return }
        let text = ProgressText(progress, of: stage.name, elapsed: ContinuousClock.now - stage.began)
        let activity = stage.name.activity
        line.show(onTerminal: "\(activity) \(text.bar)", elsewhere: "\(activity): \(text.plain)")
    }
}

/// Progress in words: how much, how fast, how long it will take.
struct ProgressText {
    private let share: Double
    private let count: String
    private let rate: Int
    private let remaining: Int

    init(_ progress: RunProgress, of stage: StageName, elapsed: Duration) {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        share = progress.total > 0 ? Double(progress.done) / Double(progress.total) : 1
        count = "\(progress.count.grouped) \(stage.unit)"
        rate = Int(Double(progress.count) / max(seconds, 0.001))
        remaining = share > 0 ? Int(seconds / share * (1 - share)) : 0
    }

    var bar: String {
        let width = 30
        let filled = Int(share * Double(width))
        return "[" + String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled) + "] "
            + plain
    }

    var plain: String {
        "\(Int(share * 100)) %, \(count), \(rate.grouped)/s, \(clock) left"
    }

    private var clock: String {
        remaining >= 3600
            ? "\(remaining / 3600) h \(remaining / 60 % 60) min"
            : remaining >= 60 ? "\(remaining / 60) min \(remaining % 60) s" : "\(remaining) s"
    }
}

extension FileProblem {
    /// One line: file, offset, what is wrong, what it cost. Names of files come from strangers too.
    var line: String {
        let place = path.safeForTerminal + (problem.offset.map { ":\($0)" } ?? "")
        let cost = problem.lost > 0 ? " (\(problem.lost) lost)" : ""
        return "\(place): \(problem.detail.safeForTerminal)\(cost)"
    }
}
