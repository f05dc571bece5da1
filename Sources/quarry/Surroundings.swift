import Arguments
import CMalloc
import Chat
import Foundation

/// What a command may know of the process it runs in.
struct Surroundings: Sendable {
    let arguments: [String]
    let environment: [String: String]
    let console: Console

    static func ofProcess() -> Surroundings {
        // Batches are made on one thread and freed on another: with an arena a thread glibc keeps what was freed several
        // times over. Two arenas took a fifth off the peak of a large ingest, and no time.
        mallopt(M_ARENA_MAX, 2)
        // A threshold of its own keeps the large pieces out of the heaps, in whose gaps they would stay for ever.
        mallopt(M_MMAP_THRESHOLD, 128 << 10)
        return Surroundings(
            arguments: Array(CommandLine.arguments.dropFirst()), environment: ProcessInfo.processInfo.environment,
            console: Console())
    }

    func now() -> Timestamp {
        Timestamp(rawValue: Int64(Date().timeIntervalSince1970 * 1000))
    }

    func exit(_ code: ExitCode) -> Never {
        Foundation.exit(code.rawValue)
    }
}
