import Glibc
import Synchronization

/// Results go to standard output, everything else to standard error.
final class Console: Sendable {
    let isErrorTerminal = isatty(STDERR_FILENO) == 1
    let isOutputTerminal = isatty(STDOUT_FILENO) == 1
    private let buffer = Mutex<[UInt8]>([])

    /// Prints a result and a line break. Lines are gathered and written in large pieces.
    func print(_ line: String) {
        let full = buffer.withLock { buffer -> [UInt8] in
            buffer.append(contentsOf: line.utf8)
            buffer.append(0x0a)
            guard buffer.count >= 64 << 10 else { return [] }
            defer { buffer.removeAll(keepingCapacity: true) }
            return buffer
        }
        write(full, to: STDOUT_FILENO)
    }

    /// Writes what `print` has gathered.
    func flush() {
        let rest = buffer.withLock { buffer -> [UInt8] in
            defer { buffer.removeAll() }
            return buffer
        }
        write(rest, to: STDOUT_FILENO)
    }

    /// Prints a line for the person who watches.
    func complain(_ line: String) {
        write(Array((line + "\n").utf8), to: STDERR_FILENO)
    }

    /// Rewrites the terminal's last line.
    func rewriteLine(_ line: String) {
        write(Array(("\r\u{1b}[2K" + line).utf8), to: STDERR_FILENO)
    }

    private func write(_ bytes: [UInt8], to descriptor: Int32) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0, errno != EINTR { return }
            written += max(0, count)
        }
    }
}
