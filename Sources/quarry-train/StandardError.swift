import Glibc

enum StandardError {
    static func print(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        // Progress that cannot be told is no reason to stop.
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
