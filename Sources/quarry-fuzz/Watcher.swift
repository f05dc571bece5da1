import Glibc
import JSONStream

/// Runs workers in processes of their own, one after the other: a crash or a hang ends a worker, is kept as a find, and
/// the next worker begins behind it.
struct Watcher {
    let seeds: Seeds
    let options: FuzzCommand
    private let clock = ContinuousClock()

    /// What a whole run has found.
    struct Summary {
        var mutations: UInt64 = 0
        var finds: UInt64 = 0
        var duration = Duration.zero
    }

    private static let patience = Duration.seconds(10)

    init(seeds: Seeds, options: FuzzCommand) {
        self.seeds = seeds
        self.options = options
    }

    func run() throws(SourceFailure) -> Summary {
        let path = "/tmp/quarry-fuzz-\(getpid())"
        let note = try ProgressNote(path: path)
        defer {
            unlink(path)
            unlink(path + ".zip")
        }
        note.iteration = options.from
        let start = clock.now
        let end = start + .seconds(60 * options.minutes)
        while clock.now < end {
            let worker = try spawn(from: note.iteration, notingIn: path)
            guard let what = watch(worker, note, since: start, until: end) else { break }
            let trial = Trial(seeds: seeds, seed: options.seed, iteration: note.iteration)
            Find(trial: trial, iteration: note.iteration, what: what).save(options)
            note.finds += 1
            note.iteration += 1
        }
        return Summary(mutations: note.iteration - options.from, finds: note.finds, duration: clock.now - start)
    }

    /// Waits for the worker's end and says how it came; nil when the time is over.
    private func watch(
        _ worker: pid_t, _ note: ProgressNote, since start: ContinuousClock.Instant,
        until end: ContinuousClock.Instant
    ) -> String? {
        var iteration = note.iteration
        var moved = clock.now
        var told = clock.now
        while true {
            usleep(50_000)
            var status: Int32 = 0
            if waitpid(worker, &status, WNOHANG) == worker {
                let signal = status & 0x7f
                return signal == 0 ? "a worker left with status \(status >> 8)" : "a crash by signal \(signal)"
            }
            let now = clock.now
            if note.iteration != iteration {
                iteration = note.iteration
                moved = now
            }
            if now - told >= .seconds(10) {
                told = now
                tell(note, after: now - start)
            }
            if now >= end || now - moved > Self.patience {
                kill(worker, SIGKILL)
                waitpid(worker, &status, 0)
                return now >= end ? nil : "no end after 10 seconds"
            }
        }
    }

    private func tell(_ note: ProgressNote, after duration: Duration) {
        let mutations = note.iteration - options.from
        let seconds = duration.components.seconds
        let rate = mutations / UInt64(max(1, seconds))
        StandardError.print("\(seconds) s: \(mutations) mutations, \(rate) a second, \(note.finds) finds")
    }

    private func spawn(from first: UInt64, notingIn path: String) throws(SourceFailure) -> pid_t {
        let arguments =
            ["quarry-fuzz", "--seed", "\(options.seed)", "--from", "\(first)", "--worker", path]
            + ["--finds", options.finds] + options.folders.flatMap { ["--corpus", $0] }
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        pointers.append(nil)
        // A find is replayed for its backtrace.
        setenv("SWIFT_BACKTRACE", "enable=no", 0)
        var worker: pid_t = 0
        guard posix_spawn(&worker, "/proc/self/exe", nil, nil, pointers, environ) == 0 else {
            throw SourceFailure("a worker cannot be started")
        }
        return worker
    }
}
