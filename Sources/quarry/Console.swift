import Glibc
import Synchronization

/// Results go to standard output, everything else to standard error.
final class Console: Sendable {
    let isErrorTerminal = isatty(STDERR_FILENO) == 1
    let isOutputTerminal = isatty(STDOUT_FILENO) == 1
    private let buffer = Mutex<[UInt8]>([])

    /// Prints a result and a line break. Lines are gathered and written in large pieces.
    func print(_ line: String) throws(OutputFailure) {
        let full = buffer.withLock { buffer -> [UInt8] in
            buffer.append(contentsOf: line.utf8)
            buffer.append(0x0a)
            guard buffer.count >= 64 << 10 else { return [] }
            defer { buffer.removeAll(keepingCapacity: true) }
            return buffer
        }
        try write(full)
    }

    /// Writes what `print` has gathered.
    func flush() throws(OutputFailure) {
        let rest = buffer.withLock { buffer -> [UInt8] in
            defer { buffer.removeAll() }
            return buffer
        }
        try write(rest)
    }

    /// Prints a line for the person who watches.
    func complain(_ line: String) {
        tell(line + "\n")
    }

    /// Rewrites the terminal's last line.
    func rewriteLine(_ line: String) {
        tell("\r\u{1b}[2K" + line)
    }

    private func write(_ bytes: [UInt8]) throws(OutputFailure) {
        if let code = Self.write(bytes, to: STDOUT_FILENO) { throw OutputFailure(code: code) }
    }

    private func tell(_ text: String) {
        // Nobody is left to be told that this failed.
        _ = Self.write(Array(text.utf8), to: STDERR_FILENO)
    }

    /// The system's error where the bytes could not be written.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0, errno != EINTR { return errno }
            written += max(0, count)
        }
        return nil
    }
}

/// Standard output takes no more.
struct OutputFailure: Error {
    let code: Int32

    /// Whether the reader has gone, who wants to hear nothing of it either.
    var isOfNoInterest: Bool {
        code == EPIPE
    }
}

extension OutputFailure: CustomStringConvertible {
    var description: String {
        "standard output cannot be written: \(String(cString: strerror(code))); what was printed is not all"
    }
}
