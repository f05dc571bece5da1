import Arguments
import CMalloc
import Chat
@preconcurrency import Glibc

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
            arguments: Array(CommandLine.arguments.dropFirst()), environment: variables(),
            console: Console())
    }

    private static func variables() -> [String: String] {
        var variables: [String: String] = [:]
        var next: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = environ
        while let entry = next?.pointee {
            let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            next = next?.successor()
        }
        return variables
    }

    func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(rawValue: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    func exit(_ code: ExitCode) -> Never {
        Glibc.exit(code.rawValue)
    }
}
