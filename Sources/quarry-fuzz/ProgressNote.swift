import Glibc
import JSONStream

/// Two numbers in a file that the watcher and its worker both see, and that outlive the worker.
///
/// Layout: two 64-bit integers in the machine's byte order: the number of the input at hand, the finds so far.
final class ProgressNote {
    private let memory: UnsafeMutablePointer<UInt64>

    init(path: String) throws(SourceFailure) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SourceFailure("\(path) cannot be opened") }
        defer { close(descriptor) }
        guard ftruncate(descriptor, 16) == 0,
            let mapped = mmap(nil, 16, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), mapped != MAP_FAILED
        else { throw SourceFailure("\(path) cannot be mapped") }
        memory = mapped.bindMemory(to: UInt64.self, capacity: 2)
    }

    deinit {
        munmap(memory, 16)
    }

    var iteration: UInt64 {
        get { memory[0] }
        set { memory[0] = newValue }
    }

    var finds: UInt64 {
        get { memory[1] }
        set { memory[1] = newValue }
    }
}
