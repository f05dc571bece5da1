import CSpawn
import Glibc
import Synchronization

/// A program that runs beside a test, and is killed with the last reference to it.
///
/// Foundation's `Process` is not used: a run of the tests ended in a copy within its `run()`, beyond the end of a page, as where
/// whole directory entries are copied of which only the first bytes are there.
public final class ChildProcess: Sendable {
    public let id: Int32
    private let status = Mutex<Int32?>(nil)

    public enum Output {
        case file(String)
        case descriptor(Int32)
    }

    public struct Failure: Error {
        let program: String
        let reason: String
    }

    /// - Parameters:
    ///   - environment: the variables it sees; those of the tests where nothing is given.
    ///   - output: where what it prints goes.
    ///   - errors: the same for its standard error.
    public init(
        _ program: String, _ arguments: [String], in directory: String, environment: [String: String]? = nil,
        output: Output = .file("/dev/null"), errors: Output = .file("/dev/null")
    ) throws {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addchdir_np(&files, directory)
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        for (descriptor, output) in [(STDOUT_FILENO, output), (STDERR_FILENO, errors)] {
            switch output {
            case .file(let path):
                posix_spawn_file_actions_addopen(&files, descriptor, path, O_WRONLY | O_CREAT, 0o600)
            case .descriptor(let given):
                posix_spawn_file_actions_adddup2(&files, given, descriptor)
            }
        }
        posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1)

        // The threads that run tests block signals, and some tests ignore one: the program starts as from a shell.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var variables = (environment ?? [:]).map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for word in words + variables { free(word) } }
        var id: pid_t = 0
        let code = variables.withUnsafeMutableBufferPointer { variables in
            posix_spawn(
                &id, program, &files, &attributes, &words, environment == nil ? environ : variables.baseAddress)
        }
        guard code == 0 else { throw Failure(program: program, reason: String(cString: strerror(code))) }
        self.id = id
    }

    deinit {
        guard status.withLock({ $0 == nil }) else { return }
        kill(id, SIGKILL)
        wait()
    }

    public func send(_ signal: Int32) {
        kill(id, signal)
    }

    /// Waits for the end: the exit code, or the signal that ended it.
    @discardableResult
    public func wait() -> Int32 {
        status.withLock { status in
            if let status { return status }
            var code: Int32 = 0
            while waitpid(id, &code, 0) < 0 && errno == EINTR {}
            let signal = code & 0x7f
            let end = signal == 0 ? code >> 8 & 0xff : signal
            status = end
            return end
        }
    }
}
